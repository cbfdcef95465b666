namespace HealthGraph.Domain.Errors;

/// <summary>A failure that is understood: its message is for people, its code is for programs and is never renamed.</summary>
public class HealthGraphException(string code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public string Code { get; } = code;
}
