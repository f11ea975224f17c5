using Serverless.Sam;

namespace Serverless.Compilation;

internal static class SomeContext
{
    /// <summary>A context in Frankfurt with the given parameters.</summary>
    public static CompileContext Make(params GivenParameter[] parameters) =>
        new(new TransformContext { Region = "eu-central-1", Time = TimeProvider.System }) { Parameters = [.. parameters] };
}
