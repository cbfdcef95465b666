namespace HealthGraph.GraphQL.Errors;

/// <summary>The values of <c>extensions.code</c>, HotChocolate's where it has one: clients branch on them.</summary>
public static class ErrorCodes
{
    /// <summary>The document is not GraphQL.</summary>
    public const string SyntaxError = "HC0014";

    /// <summary>The document breaks a validation rule.</summary>
    public const string ValidationError = "HC0016";

    /// <summary>A variable's value does not fit its type.</summary>
    public const string InvalidVariable = "HC0018";

    /// <summary>The request's JSON is malformed or lacks what it needs.</summary>
    public const string InvalidRequest = "HC0011";

    /// <summary>A field that may not be null has no value.</summary>
    public const string NonNullViolation = "HC0018";

    /// <summary>A resolver returned what the field's scalar or enum cannot hold.</summary>
    public const string InvalidValue = "EXEC_INVALID_LEAF_VALUE";

    /// <summary>A resolver of a list field returned something else.</summary>
    public const string NotAList = "EXEC_LIST_TYPE_NOT_SUPPORTED";

    /// <summary>What a resolver returned is of no object type that the field can have.</summary>
    public const string UnknownObjectType = "EXEC_UNABLE_TO_RESOLVE_ABSTRACT_TYPE";

    /// <summary>The operation named is not in the document, or none is named where there are several.</summary>
    public const string OperationNotFound = "HC0017";

    /// <summary>A filter value that the field cannot have.</summary>
    public const string InvalidFilter = "HC0026";

    /// <summary>No operation is kept under the hash or id that was given.</summary>
    public const string PersistedOperationNotFound = "HC0020";

    /// <summary>Only trusted documents are executed, and this is none.</summary>
    public const string NotATrustedDocument = "HC0067";

    /// <summary>Introspection by a caller who may not look at the schema.</summary>
    public const string IntrospectionClosed = "HC0046";

    /// <summary>A multipart form that is not one by the GraphQL multipart request specification.</summary>
    public const string InvalidUploadForm = "HC0033";

    /// <summary>A file that the form's map names and the form does not hold, or that was read already.</summary>
    public const string FileMissing = "HC0038";

    /// <summary>A path of the form's map that leads to no place for a file.</summary>
    public const string InvalidFilePath = "HC0041";

    /// <summary>A multipart form without the header that a browser sends only where it was allowed to.</summary>
    public const string PreflightRequired = "HC0077";

    /// <summary>The operation ran longer than it may.</summary>
    public const string Timeout = "HC0045";

    /// <summary>The operation costs more than it may.</summary>
    public const string CostExceeded = "HC0047";

    /// <summary>A page larger than the field allows.</summary>
    public const string PageTooLarge = "HC0051";

    /// <summary>A list field that must be told its size, and is not.</summary>
    public const string SlicingArgumentRequired = "HC0082";

    /// <summary>A cursor that this field and order did not make.</summary>
    public const string InvalidCursor = "HC0078";

    /// <summary>A global id that is none, or of no type that has any.</summary>
    public const string InvalidNodeId = "INVALID_NODE_ID";

    /// <summary>More nodes asked for at once than are given.</summary>
    public const string TooManyNodes = "HC0076";

    /// <summary>A page size below zero.</summary>
    public const string NegativePageSize = "HC0079";

    /// <summary>Too many comparisons to tell whether fields merge.</summary>
    public const string MergeTooComplex = "HC0107";

    /// <summary>No key, or one that is not known.</summary>
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";

    /// <summary>A known caller who may not.</summary>
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";

    /// <summary>The database or a limit on it is out of reach for now.</summary>
    public const string Unavailable = "UNAVAILABLE";

    /// <summary>What would be read or changed cannot be recorded for now, and so is not.</summary>
    public const string AuditUnavailable = "AUDIT_UNAVAILABLE";

    /// <summary>The caller, or this node, has as many subscriptions open as it may.</summary>
    public const string TooManySubscriptions = "TOO_MANY_SUBSCRIPTIONS";

    /// <summary>As many operations are under way as may be: try again.</summary>
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";

    /// <summary>The caller has used up what it may ask for in a while.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>Anything unexpected: masked, whole in the log.</summary>
    public const string Internal = "INTERNAL";
}
