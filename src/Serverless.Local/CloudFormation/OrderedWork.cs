namespace Serverless.Local.CloudFormation;

/// <summary>Runs steps in parallel as far as what they wait for allows.</summary>
internal static class OrderedWork
{
    /// <summary>Runs all steps.</summary>
    /// <param name="order">The steps' names; what a step waits for stands before it, or is not awaited.</param>
    /// <param name="waitsFor">What a step waits for; names that are no steps are left out of account.</param>
    /// <param name="step">A step; false means that it failed. A step whose predecessor failed is not run and counts as failed.</param>
    /// <param name="stopAtFailure">Whether the first failure keeps further steps from starting and cancels the token of those that run.</param>
    /// <param name="cancellationToken">Keeps further steps from starting.</param>
    /// <returns>True when every step succeeded.</returns>
    public static async Task<bool> RunAsync(
        IEnumerable<string> order, Func<string, IEnumerable<string>> waitsFor, Func<string, CancellationToken, Task<bool>> step, bool stopAtFailure, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var steps = new Dictionary<string, Task<bool>>();
        foreach (var name in order)
        {
            var before = waitsFor(name).Where(steps.ContainsKey).Select(other => steps[other]).ToArray();
            steps[name] = Task.Run(() => StepAsync(name, before), CancellationToken.None);
        }

        var results = await Task.WhenAll(steps.Values);
        return Array.TrueForAll(results, succeeded => succeeded);

        async Task<bool> StepAsync(string name, Task<bool>[] before)
        {
            if (Array.Exists(await Task.WhenAll(before), succeeded => !succeeded) || stop.IsCancellationRequested)
            {
                return false;
            }

            var succeeded = await step(name, stop.Token);
            if (!succeeded && stopAtFailure)
            {
                await stop.CancelAsync();
            }

            return succeeded;
        }
    }
}
