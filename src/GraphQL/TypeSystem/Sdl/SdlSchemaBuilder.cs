using HealthGraph.GraphQL.Language;
using HealthGraph.GraphQL.Language.Ast;
using HealthGraph.GraphQL.Validation.SdlRules;

namespace HealthGraph.GraphQL.TypeSystem.Sdl;

/// <summary>
/// Makes a schema from a type system document: definitions and their extensions. Executable definitions in it are passed over.
/// Whether the schema makes sense as a whole is a question for <see cref="SchemaValidator"/>.
/// </summary>
public static class SdlSchemaBuilder
{
    /// <exception cref="Errors.GraphQLException">The text is not GraphQL.</exception>
    /// <exception cref="SchemaException">It does not describe a schema.</exception>
    public static Schema Build(string sdl, SdlSchemaOptions? options = null) =>
        Build(Parser.ParseDocument(new Source(sdl), ParserOptions.Trusted), options);

    /// <exception cref="SchemaException">The document does not describe a schema.</exception>
    public static Schema Build(DocumentNode document, SdlSchemaOptions? options = null)
    {
        options ??= new SdlSchemaOptions();
        var errors = options.AssumeValid ? [] : SdlValidator.Validate(document);
        if (errors.Count == 0)
        {
            errors = SdlKinds.Check(document);
            if (errors.Count > 0)
            {
                // What stops the making of a schema comes before what is wrong with the schema as a whole.
                AppliedDirectives.Check(document);
            }
        }

        return errors.Count == 0 ? new SdlTypes(document, options).MakeSchema() : throw new SchemaException(errors);
    }
}
