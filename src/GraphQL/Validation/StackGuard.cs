using System.Runtime.CompilerServices;

namespace HealthGraph.GraphQL.Validation;

/// <summary>Turns nesting that would overflow the stack into an error of the document.</summary>
internal static class StackGuard
{
    // The parser limits depth; documents built in code, and long chains of fragments, need not obey it.
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw ValidationAbortedException.Because("The document is nested too deeply.");
        }
    }
}
