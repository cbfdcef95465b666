using System.Collections.Concurrent;
using System.Globalization;
using HealthGraph.Domain.Access;
using HealthGraph.GraphQL.Cost;
using HealthGraph.GraphQL.Errors;
using HealthGraph.GraphQL.Execution;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Endpoint;

/// <summary>
/// How much each caller may ask of this node in a minute: requests, and what their operations cost. A caller's minute begins with its
/// first request. What is left stands in every answer.
/// </summary>
/// <remarks>The fields are those of draft-ietf-httpapi-ratelimit-headers-10.</remarks>
internal sealed class RateLimits(IOptions<GraphQLOptions> options, TimeProvider time)
{
    private const int WindowSeconds = 60;

    // Callers of tokens are as many as the issuer knows; those whose minute is over are forgotten past this.
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<Guid, Window> _windows = new();
    private readonly long _requests = options.Value.RequestsPerMinute;
    private readonly double _cost = options.Value.CostPerMinute;

    private bool IsOn => _requests > 0 || _cost > 0;

    /// <summary>Counts a request, and has the answer say what is left.</summary>
    /// <exception cref="RequestRefusedException">There is nothing left.</exception>
    public void Enter(HttpContext context, Principal caller)
    {
        if (!IsOn)
        {
            return;
        }

        var window = WindowOf(caller);
        context.Response.OnStarting(() =>
        {
            Describe(context.Response, window);
            return Task.CompletedTask;
        });
        Take(window);
    }

    /// <summary>Counts an operation of a socket.</summary>
    /// <exception cref="RequestRefusedException">There is nothing left.</exception>
    public void Enter(Principal caller)
    {
        if (IsOn)
        {
            Take(WindowOf(caller));
        }
    }

    /// <summary>Charges an operation that is about to be executed; the error when what is left does not cover it.</summary>
    public GraphQLError? Charge(OperationContext operation, CostEstimate cost)
    {
        if (_cost <= 0 || operation.Caller is not Principal caller)
        {
            return null;
        }

        var window = WindowOf(caller);
        lock (window)
        {
            Roll(window);
            if (window.Cost + cost.FieldCost > _cost)
            {
                return new GraphQLError
                {
                    Message = $"The operation costs {Text(cost.FieldCost)}, and {Text(_cost - window.Cost)} of {Text(_cost)} a minute is left. Try again in {SecondsLeft(window)} seconds.",
                    Code = ErrorCodes.RateLimited,
                };
            }

            window.Cost += cost.FieldCost;
            return null;
        }
    }

    private void Take(Window window)
    {
        if (_requests <= 0)
        {
            return;
        }

        lock (window)
        {
            Roll(window);
            if (window.Requests >= _requests)
            {
                throw new RequestRefusedException(
                    StatusCodes.Status429TooManyRequests,
                    $"More than {_requests} requests in a minute. Try again in {SecondsLeft(window)} seconds.",
                    ErrorCodes.RateLimited);
            }

            window.Requests++;
        }
    }

    private Window WindowOf(Principal caller)
    {
        if (_windows.TryGetValue(caller.Id, out var known))
        {
            return known;
        }

        if (_windows.Count >= Capacity)
        {
            foreach (var (id, window) in _windows)
            {
                lock (window)
                {
                    if (SecondsLeft(window) <= 0)
                    {
                        _windows.TryRemove(id, out _);
                    }
                }
            }
        }

        return _windows.GetOrAdd(caller.Id, _ => new Window { Start = time.GetUtcNow() });
    }

    private void Roll(Window window)
    {
        if (SecondsLeft(window) <= 0)
        {
            (window.Start, window.Requests, window.Cost) = (time.GetUtcNow(), 0, 0);
        }
    }

    private int SecondsLeft(Window window) =>
        (int)Math.Ceiling((window.Start.AddSeconds(WindowSeconds) - time.GetUtcNow()).TotalSeconds);

    private void Describe(HttpResponse response, Window window)
    {
        lock (window)
        {
            var seconds = Math.Max(SecondsLeft(window), 0);
            List<string> policies = [], left = [];
            if (_requests > 0)
            {
                policies.Add($"\"requests\";q={_requests};w={WindowSeconds}");
                left.Add($"\"requests\";r={_requests - window.Requests};t={seconds}");
            }

            if (_cost > 0)
            {
                policies.Add($"\"cost\";q={Text(Math.Floor(_cost))};w={WindowSeconds}");
                left.Add($"\"cost\";r={Text(Math.Floor(_cost - window.Cost))};t={seconds}");
            }

            response.Headers["RateLimit-Policy"] = string.Join(", ", policies);
            response.Headers["RateLimit"] = string.Join(", ", left);
            if (response.StatusCode == StatusCodes.Status429TooManyRequests)
            {
                response.Headers.RetryAfter = Math.Max(seconds, 1).ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed class Window
    {
        public DateTimeOffset Start { get; set; }

        public long Requests { get; set; }

        public double Cost { get; set; }
    }
}
