namespace Serverless.Tool.Building;

/// <summary>Shows a build while it runs. Disposing ends it; everything is written then.</summary>
internal interface IBuildDisplay : IAsyncDisposable
{
    /// <summary>Shows what came to the state. Calls come one at a time, from any thread, and must not take long.</summary>
    void Show(BuildState before, BuildState after);
}
