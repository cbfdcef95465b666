namespace HealthGraph.Domain.CarePlans.Projection;

/// <summary>What a pass of the projector did.</summary>
/// <param name="Events">Events taken in.</param>
/// <param name="CarePlans">Care plans whose rows were brought up to date.</param>
/// <param name="Stopped">Care plans that stopped at an event, see <c>matrix.projection_failure</c>.</param>
/// <param name="OtherNodeAtWork">True when the pass did nothing because another node was at it.</param>
public sealed record ProjectionResult(long Events, long CarePlans, long Stopped, bool OtherNodeAtWork = false)
{
    public static ProjectionResult Nothing { get; } = new(0, 0, 0);
}
