using HealthGraph.Domain.Errors;
using HealthGraph.Domain.Runs;

namespace HealthGraph.Domain.Tests.Runs;

public sealed class RunChangesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_changed_often_while_nobody_asked_is_told_once()
    {
        var changes = new RunChanges();
        using var slow = changes.Subscribe();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());

        for (var i = 0; i < 1000; i++)
        {
            changes.Publish(first);
            changes.Publish(second);
        }

        Assert.Equal(first, await slow.NextAsync(Cancellation));
        Assert.Equal(second, await slow.NextAsync(Cancellation));
        var next = slow.NextAsync(Cancellation);
        Assert.False(next.IsCompleted);
        changes.Publish(first);
        Assert.Equal(first, await next);
    }

    [Fact]
    public async Task Who_listens_to_one_run_hears_of_no_other()
    {
        var changes = new RunChanges();
        var wanted = Guid.NewGuid();
        using var subscription = changes.Subscribe(wanted);

        changes.Publish(Guid.NewGuid());
        changes.Publish(wanted);

        Assert.Equal(wanted, await subscription.NextAsync(Cancellation));
    }

    [Fact]
    public async Task As_many_runs_as_may_wait_are_all_told_and_one_more_ends_the_subscription()
    {
        var changes = new RunChanges();
        using var enough = changes.Subscribe();
        var runs = Enumerable.Range(0, RunChangeSubscription.MaxWaiting).Select(_ => Guid.NewGuid()).ToList();
        runs.ForEach(changes.Publish);
        foreach (var run in runs)
        {
            Assert.Equal(run, await enough.NextAsync(Cancellation));
        }

        using var tooMany = changes.Subscribe();
        runs.ForEach(changes.Publish);
        changes.Publish(Guid.NewGuid());
        var failure = await Assert.ThrowsAsync<HealthGraphException>(() => tooMany.NextAsync(Cancellation).AsTask());
        Assert.Equal("SUBSCRIBER_TOO_SLOW", failure.Code);
    }

    [Fact]
    public void Who_has_left_is_forgotten()
    {
        var changes = new RunChanges();
        changes.Subscribe().Dispose();

        Assert.Equal(0, changes.Listeners);
    }
}
