namespace Serverless.Core.Tests.Templates;

/// <summary>The folder of other people's templates that lies beside the checkout on some machines.</summary>
internal static class ConformanceFolder
{
    /// <summary>The path of a folder inside it; the calling test is skipped where it is absent.</summary>
    public static string Find(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "conformance", relativePath);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"shared/conformance/{relativePath} is not on this machine");
        return "";
    }
}
