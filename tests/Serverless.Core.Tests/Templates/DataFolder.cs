namespace Serverless.Core.Tests.Templates;

/// <summary>The files beside these tests.</summary>
internal static class DataFolder
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([AppContext.BaseDirectory, "Templates", "Data", .. parts]);
}
