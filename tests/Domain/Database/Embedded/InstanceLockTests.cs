using HealthGraph.Domain.Database.Embedded;

namespace HealthGraph.Domain.Tests.Database.Embedded;

public sealed class InstanceLockTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"healthgraph-lock-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_second_instance_is_refused_with_the_process_and_address_of_the_first()
    {
        using var first = InstanceLock.Acquire(_folder);
        first.Publish(first.Description with { Url = "http://127.0.0.1:5080" });

        var refusal = Assert.Throws<InstanceInUseException>(() => InstanceLock.Acquire(_folder));

        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:5080", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_released_folder_can_be_taken_again_and_describes_nobody()
    {
        InstanceLock.Acquire(_folder).Dispose();
        Assert.Null(InstanceDescription.TryRead(_folder));

        using var second = InstanceLock.TryAcquire(_folder);

        Assert.NotNull(second);
    }

    [Fact]
    public void A_description_that_a_killed_process_left_half_written_is_no_hindrance()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "instance.json"), """{"processId": 1""");

        using var instance = InstanceLock.Acquire(_folder);

        Assert.Equal(Environment.ProcessId, InstanceDescription.TryRead(_folder)?.ProcessId);
    }
}
