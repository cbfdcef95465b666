using HealthGraph.Domain.Errors;

namespace HealthGraph.Jobs.Runs;

/// <summary>
/// A failure that the handler understands: a code and a sentence for whoever asked for the run. It is final, unless it is
/// <paramref name="isTransient"/>.
/// </summary>
public class RunFailedException(string code, string message, Exception? innerException = null, bool isTransient = false)
    : HealthGraphException(code, message, innerException)
{
    /// <summary>Likely to go away by itself: the run is tried again after a while.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>Another attempt owns the run now. Whoever gets this stops without a trace.</summary>
public sealed class LeaseLostException(Guid runId, int attempt)
    : Exception($"Attempt {attempt} of run {runId} does not own the run any more.");
