using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Serverless.Artifacts;
using Serverless.Artifacts.Sizes;
using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Compilation;

public sealed class WeighingAnApp : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Package => _folder["package"];

    private string Reports => _folder["package-reports"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CountsTheLayersThatThePackageHas()
    {
        Write("one/index.js", 1000);
        Write("two/index.js", 2000);
        Write("layer/data.bin", 500);
        var sizes = Good(await PackageAsync(
            """
            Parameters:
              Stage: {Type: String, Default: test}
            Conditions:
              IsProduction: !Equals [!Ref Stage, prod]
            Resources:
              One:
                Type: AWS::Lambda::Function
                Properties:
                  Code: one
                  Runtime: nodejs22.x
                  Handler: index.a
                  Role: arn:aws:iam::123456789012:role/r
                  Layers: [!Ref Layer, !If [IsProduction, !Ref Layer, !Ref AWS::NoValue], 'arn:aws:lambda:us-east-1:123456789012:layer:x:1', !If [IsProduction, 'arn:aws:lambda:us-east-1:123456789012:layer:y:1', !Ref Layer]]
              Two:
                Type: AWS::Lambda::Function
                Properties: {Code: two, Runtime: nodejs22.x, Handler: index.a, Role: 'arn:aws:iam::123456789012:role/r'}
              Layer:
                Type: AWS::Lambda::LayerVersion
                Properties: {Content: layer}
            """)).Sizes;
        Assert.Equal([("One", 1000, 2, 1, 2000), ("Two", 2000, 0, 0, 2000)], sizes.Functions.Select(function =>
            (function.LogicalId, function.Unzipped, function.Layers.Length, function.UnknownLayers, function.UnzippedWithLayers)));
        Assert.Equal(["Layer", "One", "Two"], sizes.Artifacts.Select(artifact => artifact.Id));
    }

    [Fact]
    public async Task OverItsBudgetFailsAtTheFunctionAndChangesNothing()
    {
        Write("one/index.js", 3000);
        Write("one/small.js", 10);
        var packaged = await PackageAsync(One(), new(null, 3009));
        Assert.Equal(
            "SLS0415 3: 'One' is over its size budget: it has 3010 bytes unzipped, 3009 are allowed. The largest files are index.js (2.9 KB), small.js (10 B).",
            Show(packaged));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories), file => file.StartsWith(Package, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExactlyAtItsBudgetIsGood()
    {
        Write("one/index.js", 3000);
        Good(await PackageAsync(One(), new(null, 3000)));
    }

    [Fact]
    public async Task TheZipHasABudgetToo()
    {
        Write("one/index.js", 3000);
        Assert.Equal(
            "SLS0415 3: 'One' is over its size budget: it has 2.9 KB unzipped, 2.0 KB are allowed and it has 3.0 KB zipped, 1.0 KB are allowed. The largest files are index.js (2.9 KB).",
            Show(await PackageAsync(One(), new(1024, 2048))));
    }

    [Theory]
    [InlineData("1 KB", "SLS0415 3")]
    [InlineData("none", "")]
    [InlineData("4 KB", "")]
    [InlineData("lots", "SLS0417 5")]
    public async Task AFunctionsOwnBudgetComesFirst(string own, string expected)
    {
        Write("one/index.js", 3000);
        var packaged = await PackageAsync(One($"    Metadata:\n      SizeBudget: {own}\n"), new(null, 2000));
        Assert.Equal(expected, string.Join('\n', packaged.Diagnostics.Select(one => $"{one.Code} {one.Span.Start.Line}")));
        Assert.Equal(expected.Length == 0, packaged.IsGood);
    }

    [Fact]
    public async Task FilesAreListedAsTheZipHasThem()
    {
        Write("one/index.js", 3000);
        _folder.Write("one/text.txt", new string('x', 5000));
        Report(SizeReportForm.Files, Good(await PackageAsync(One())));
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Reports, SizeReport.JsonName), Token));
        var files = json.RootElement.GetProperty("artifacts")[0].GetProperty("files").EnumerateArray()
            .Select(file => (file.GetProperty("name").GetString(), file.GetProperty("zipped").GetInt64(), file.GetProperty("unzipped").GetInt64()));
        await using var zip = await ZipFile.OpenReadAsync(Path.Combine(Package, "One.zip"), Token);
        Assert.Equal(zip.Entries.Select(entry => ((string?)entry.FullName, entry.CompressedLength, entry.Length)), files);
        Assert.True(zip.GetEntry("text.txt")!.CompressedLength < 100);
    }

    [Fact]
    public async Task ImagesAreWeighedUncompressedAndShownByLayersAndFiles()
    {
        SmallImage.WriteSdkArchive(_folder["image.tar"], "2024");
        const string Template = """
            Resources:
              One:
                Metadata: {SizeBudget: 1 KB zipped}
                Type: AWS::Lambda::Function
                Properties: {PackageType: Image, Code: {ImageUri: image.tar}, Role: 'arn:aws:iam::123456789012:role/r'}
            """;
        Assert.StartsWith("SLS0415 2: 'One' is over its size budget: it has ", Show(await PackageAsync(Template)), StringComparison.Ordinal);

        var package = Good(await PackageAsync(Template.Replace("1 KB zipped", "5 KB", StringComparison.Ordinal), new(null, 10)));
        var (function, image) = (Assert.Single(package.Sizes.Functions), Assert.Single(package.Sizes.Artifacts));
        var top = SmallImage.TarOf(("var/task/stamp", "2024"u8.ToArray()));
        Assert.Equal((true, true, SmallImage.Layer.Length + top.Length), (function.IsImage, image.IsImage, function.Unzipped));
        Assert.Equal((function.Unzipped, function.Zipped), (image.Unzipped, image.Zipped));

        Report(SizeReportForm.Files, package);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Reports, SizeReport.JsonName), Token));
        Assert.Equal(
            [("layer 1 (" + SmallImage.DigestOf(SmallImage.CompressedLayer)[7..19] + ")", "layer", SmallImage.CompressedLayer.Length, SmallImage.Layer.Length), ("var/task/stamp", "other", null, 4)],
            json.RootElement.GetProperty("artifacts")[0].GetProperty("files").EnumerateArray().Select(file => (
                file.GetProperty("name").GetString()!, file.GetProperty("kind").GetString()!, file.TryGetProperty("zipped", out var zipped) ? zipped.GetInt64() : (long?)null, file.GetProperty("unzipped").GetInt64())));
    }

    [Fact]
    public async Task EveryArtifactIsToldOfAsSoonAsItIsPacked()
    {
        Write("one/index.js", 3000);
        Write("two/index.js", 2000);
        Write("two/more.js", 10);
        var told = new List<string>();
        var template = $"{One()}  Two:\n    Type: AWS::Lambda::Function\n    Properties: {{Code: two, Runtime: nodejs22.x, Handler: index.a, Role: 'arn:aws:iam::123456789012:role/r'}}\n";
        Good(await PackageAsync(template, told: told));
        Write("two/more.js", 20);
        Good(await PackageAsync(template, told: told));
        Assert.Equal(
            ["One.zip: 3.0 KB, 1 file, unchanged", "One.zip: 3.0 KB, 1 file, written", "Two.zip: 2.2 KB, 2 files, written", "Two.zip: 2.2 KB, 2 files, written"],
            told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AReportIsMadeOnceAndStaysOutOfThePackage()
    {
        Write("one/index.js", 3000);
        Report(SizeReportForm.Files, Good(await PackageAsync(One())));
        var before = Directory.GetFiles(Reports).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.GetLastWriteTimeUtc(file))).ToList();
        Assert.Equal([SizeReport.PageName, SizeReport.JsonName], before.Select(file => file.Item1));
        Assert.DoesNotContain(Directory.GetFiles(Package), file => file.Contains("sizes", StringComparison.Ordinal));

        // With nothing to do the zips are not even opened.
        var again = Good(await PackageAsync(One()));
        File.Delete(Path.Combine(Package, "One.zip"));
        Report(SizeReportForm.Files, again);
        Assert.Equal(before, Directory.GetFiles(Reports).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.GetLastWriteTimeUtc(file))));
    }

    [Theory]
    [InlineData(SizeReport.JsonName)]
    [InlineData(SizeReport.PageName)]
    public async Task AMissingFileOfAReportIsMadeAgain(string name)
    {
        Write("one/index.js", 3000);
        var package = Good(await PackageAsync(One()));
        Report(SizeReportForm.Files, package);
        var content = await File.ReadAllTextAsync(Path.Combine(Reports, name), Token);
        File.Delete(Path.Combine(Reports, name));
        Report(SizeReportForm.Files, package);
        Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(Reports, name), Token));
    }

    [Fact]
    public async Task AChangedFunctionOrBudgetMakesTheReportAnew()
    {
        Write("one/index.js", 3000);
        Report(SizeReportForm.Files, Good(await PackageAsync(One())));
        var first = await File.ReadAllTextAsync(Path.Combine(Reports, SizeReport.JsonName), Token);
        Report(SizeReportForm.Files, Good(await PackageAsync(One(), new(null, 4000))));
        var second = await File.ReadAllTextAsync(Path.Combine(Reports, SizeReport.JsonName), Token);
        Write("one/index.js", 3500);
        Report(SizeReportForm.Files, Good(await PackageAsync(One(), new(null, 4000))));
        Assert.Equal(3, ((string[])[first, second, await File.ReadAllTextAsync(Path.Combine(Reports, SizeReport.JsonName), Token)]).Distinct().Count());
    }

    [Fact]
    public async Task ATableComesEveryTimeAndAloneWritesNothing()
    {
        Write("one/index.js", 3000);
        var package = Good(await PackageAsync(One()));
        Assert.Empty(Report(SizeReportForm.None, package));
        var lines = Report(SizeReportForm.Table, package);
        Assert.Contains(lines, line => line.StartsWith("  index.js", StringComparison.Ordinal));
        Assert.Equal(lines, Report(SizeReportForm.Table, package));
        Assert.False(Directory.Exists(Reports));
        Assert.Equal(lines, Report(SizeReportForm.All, package));
        Assert.Equal(lines, Report(SizeReportForm.All, package));
    }

    [Fact]
    public async Task AReportThatCannotBeWrittenIsAComplaint()
    {
        Write("one/index.js", 3000);
        var package = Good(await PackageAsync(One()));
        _folder.Write("package-reports", "a file");
        Assert.Equal("SLS0413", Assert.Single(SizeReports.Render(package.Sizes, SizeReportForm.Files, Reports).Diagnostics).Code);
    }

    private static string One(string more = "") =>
        $"Resources:\n  # the only one\n  One:\n{more}    Type: AWS::Lambda::Function\n    Properties: {{Code: one, Runtime: nodejs22.x, Handler: index.a, Role: 'arn:aws:iam::123456789012:role/r'}}\n";

    private static string Show<T>(Checked<T> made)
        where T : class => string.Join('\n', made.Diagnostics.Select(one => $"{one.Code} {one.Span.Start.Line}: {one.Text}"));

    private static T Good<T>(Checked<T> made)
        where T : class
    {
        Assert.True(made.IsGood, Show(made));
        return made.Value;
    }

    private string[] Report(SizeReportForm form, PackagedApplication package) => Good(SizeReports.Render(package.Sizes, form, Reports));

    // Noise, so that zips cannot make it smaller.
    private void Write(string name, int length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], [.. Enumerable.Range(0, (length + 31) / 32).SelectMany(at => SHA256.HashData(BitConverter.GetBytes(at))).Take(length)]);
    }

    private Task<Checked<PackagedApplication>> PackageAsync(string template, SizeBudget? budget = null, List<string>? told = null)
    {
        var layout = new ApplicationLayout(_folder.Write("template.yaml", template), _folder.Write("app.csproj", "<Project/>"));
        return new ApplicationPackager(DiskFiles.Instance, new InstantTime()).PackageAsync(new(layout, Package, SomeContext.Make()) { SizeBudget = budget, Packed = told is null ? null : new Listener(told) }, Token);
    }

    private sealed class Listener(List<string> told) : IProgress<PackedArtifact>
    {
        public void Report(PackedArtifact value)
        {
            lock (told)
            {
                told.Add(value.Summary);
            }
        }
    }
}
