namespace Serverless.Benchmarks.Starting;

/// <summary>A way of publishing a program, and of starting what was published.</summary>
internal sealed record CompileMode(string Name, bool NeedsHost, params string[] PublishArguments)
{
    internal static CompileMode[] All { get; } =
    [
        new("ReadyToRun", NeedsHost: true, "--self-contained", "false", "-p:PublishReadyToRun=true"),
        new("Trimmed", NeedsHost: false, "--self-contained", "true", "-p:PublishTrimmed=true", "-p:PublishReadyToRun=true", "-p:PublishSingleFile=true", "-p:UseAppHost=true"),
        new("NativeAOT", NeedsHost: false, "-p:PublishAot=true", "-p:StripSymbols=true"),
    ];
}
