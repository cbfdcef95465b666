using HealthGraph.Domain.Errors;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>The private PostgreSQL could not be found, made, started or stopped.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? innerException = null)
    : HealthGraphException("EMBEDDED_POSTGRES", message, innerException);
