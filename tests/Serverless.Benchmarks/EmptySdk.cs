using System.IO.Compression;
using Serverless.Testing;

namespace Serverless.Benchmarks;

/// <summary>An SDK package that only brings Microsoft.NET.Sdk: what resolving a package costs, whatever is in it.</summary>
internal static class EmptySdk
{
    /// <summary>What a project element names.</summary>
    public const string Name = "Empty.Sdk/1.0.0";

    /// <summary>Puts the package into the feed of the packed SDK.</summary>
    public static void Pack(PackedSdk sdk)
    {
        using var package = ZipFile.Open(Path.Combine(sdk.Path, "feed", "Empty.Sdk.1.0.0.nupkg"), ZipArchiveMode.Create);
        Add(package, "Empty.Sdk.nuspec", """
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>Empty.Sdk</id><version>1.0.0</version><authors>nobody</authors><description>Does nothing.</description>
                <packageTypes><packageType name="MSBuildSdk" /></packageTypes>
              </metadata>
            </package>
            """);
        Add(package, "Sdk/Sdk.props", """<Project><Import Sdk="Microsoft.NET.Sdk" Project="Sdk.props" /></Project>""");
        Add(package, "Sdk/Sdk.targets", """<Project><Import Sdk="Microsoft.NET.Sdk" Project="Sdk.targets" /></Project>""");
    }

    private static void Add(ZipArchive package, string name, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        writer.Write(text);
    }
}
