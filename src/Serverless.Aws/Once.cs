namespace Serverless.Aws;

/// <summary>Does something for the first who asks and shares it with all others; after a failure the next one tries again.</summary>
internal sealed class Once<T>
{
    private readonly Lock _gate = new();
    private Task<T>? _task;

    public Task<T> GetAsync(Func<Task<T>> make)
    {
        lock (_gate)
        {
            if (_task is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _task = make();
            }

            return _task;
        }
    }
}
