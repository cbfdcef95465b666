using HealthGraph.Jobs.Runs;

namespace HealthGraph.Jobs.Delivery;

/// <summary>A delivery that failed: which failure it was, and whether it may go away by itself.</summary>
/// <remarks>docs/operations.md lists the codes.</remarks>
public sealed class DeliveryException(string code, string message, Exception? innerException = null, bool isTransient = false)
    : RunFailedException(code, message, innerException, isTransient)
{
    public const string Full = "DELIVERY_FULL";
    public const string Denied = "DELIVERY_DENIED";
    public const string HostKey = "DELIVERY_HOST_KEY";
    public const string Unavailable = "DELIVERY_UNAVAILABLE";
    public const string Configuration = "DELIVERY_CONFIGURATION";
    public const string Incomplete = "DELIVERY_INCOMPLETE";
}
