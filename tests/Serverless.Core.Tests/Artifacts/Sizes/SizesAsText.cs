namespace Serverless.Artifacts.Sizes;

public sealed class SizesAsText
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(1048576, "1.0 MB")]
    [InlineData(262144000, "250.0 MB")]
    [InlineData(10737418240, "10.0 GB")]
    public void AreShown(long bytes, string shown) => Assert.Equal(shown, ByteSize.Show(bytes));

    [Theory]
    [InlineData("40 MB", 41943040L)]
    [InlineData(" 1.5kb ", 1536L)]
    [InlineData("900 B", 900L)]
    [InlineData("900", null)]
    [InlineData("MB", null)]
    [InlineData("-1 MB", null)]
    [InlineData("1,5 MB", null)]
    [InlineData("1.2.3 MB", null)]
    [InlineData("1.5 GB", 1610612736L)]
    [InlineData("1 TB", null)]
    [InlineData("99999999999999999999 MB", null)]
    [InlineData("", null)]
    public void AreRead(string text, long? bytes) => Assert.Equal(bytes, ByteSize.Read(text));

    [Theory]
    [InlineData("60 MB", "60.0 MB")]
    [InlineData("60 MB unzipped", "60.0 MB")]
    [InlineData("20MB zipped", "20.0 MB zipped")]
    [InlineData("20 MB ZIPPED, 60 MB", "60.0 MB, 20.0 MB zipped")]
    [InlineData("None", "none")]
    [InlineData("60 MB, 70 MB", null)]
    [InlineData("60 MB,", null)]
    [InlineData("60 megs", null)]
    [InlineData("", null)]
    public void MakeBudgets(string text, string? shown) => Assert.Equal(shown, SizeBudget.Read(text)?.ToString());

    [Fact]
    public void MakeATable() => Assert.Equal(
        """
          Function        Artifact        Zipped  of 50.0 MB*  Unzipped               Layers  of 250.0 MB  Budget
          Orders          App-linux-x64  20.0 MB         40 %   60.0 MB  90.0 MB + 1 unknown         60 %  64.0 MB
          inner:Payments  App-linux-x64  20.0 MB         40 %   60.0 MB                              24 %
          * when a zip is uploaded straight to Lambda; deployments go through S3

        App-linux-x64 (Orders, inner:Payments)
          Largest files        Zipped  Unzipped  Share
          bootstrap           10.0 MB   40.0 MB   67 %
          vendor/R&D <x>.dll   9.0 MB   20.0 MB   33 %
          App.dll              2.0 KB    4.0 KB    0 %
          empty.txt               0 B       0 B    0 %

        Models (Models)
          Largest files   Zipped  Unzipped  Share
          opt/model.bin  80.0 MB   90.0 MB  100 %
        """.ReplaceLineEndings("\n"),
        string.Join('\n', SizeTable.Write(SomeSizes.Report)));

    [Fact]
    public void MakeATableOfImagesToo() => Assert.Equal(
        """
          Function  Artifact   Zipped  Unzipped  of 10.0 GB
          Jobs      Jobs      60.0 MB    5.0 GB        50 %

        Jobs (Jobs)
          Largest files           Zipped  Unzipped  Share
          layer 1 (0123456789ab)  1.0 GB    4.0 GB   80 %
          var/task/Jobs.dll                 1.0 GB   20 %
        """.ReplaceLineEndings("\n"),
        string.Join('\n', SizeTable.Write(SomeSizes.Image)));

    [Fact]
    public void NameOnlyTheLargestFiles()
    {
        var lines = SizeTable.Write(new([], [SomeSizes.WithFiles([.. Enumerable.Range(1, 30).Select(size => (long)size)])]));
        Assert.Contains(lines, line => line.StartsWith("  f029.dll", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("f019.dll", StringComparison.Ordinal));
        Assert.StartsWith("  20 smaller files", lines[^1], StringComparison.Ordinal);
        Assert.Contains(" 210 B", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void NameOnlyTheFirstOfManyFunctions()
    {
        var functions = Enumerable.Range(1, 50).Select(at => new FunctionSize($"F{at}", "A", 1, 1));
        Assert.Contains("A (F1, F2, F3 and 47 more)", SizeTable.Write(new([.. functions], [SomeSizes.WithFiles(1)])));
    }

    [Fact]
    public void MakeJson() => Assert.Equal(
        $$"""
        {
          "version": 1,
          "fingerprint": "f1",
          "limits": {
            "zipped": 52428800,
            "unzipped": 262144000,
            "image": 10737418240
          },
          "functions": [
            {
              "logicalId": "Orders",
              "artifact": "App-linux-x64",
              "zipped": 20971520,
              "unzipped": 62914560,
              "layers": [
                {
                  "logicalId": "Models",
                  "artifact": "Models",
                  "unzipped": 94371840
                }
              ],
              "unknownLayers": 1,
              "unzippedWithLayers": 157286400,
              "budget": {
                "unzipped": 67108864
              }
            },
            {
              "logicalId": "Payments",
              "artifact": "App-linux-x64",
              "zipped": 20971520,
              "unzipped": 62914560,
              "template": "inner",
              "layers": [],
              "unknownLayers": 0,
              "unzippedWithLayers": 62914560
            }
          ],
          "artifacts": [
            {
              "id": "App-linux-x64",
              "sha256": "{{new string('a', 64)}}",
              "zipped": 20971520,
              "unzipped": 62914560,
              "files": [
                {
                  "name": "App.dll",
                  "kind": "assembly",
                  "zipped": 2048,
                  "unzipped": 4096
                },
                {
                  "name": "bootstrap",
                  "kind": "native",
                  "zipped": 10485760,
                  "unzipped": 41943040
                },
                {
                  "name": "empty.txt",
                  "kind": "other",
                  "zipped": 0,
                  "unzipped": 0
                },
                {
                  "name": "vendor/R&D <x>.dll",
                  "kind": "assembly",
                  "zipped": 9437184,
                  "unzipped": 20971520
                }
              ]
            },
            {
              "id": "Models",
              "sha256": "{{new string('b', 64)}}",
              "zipped": 83886080,
              "unzipped": 94371840,
              "files": [
                {
                  "name": "opt/model.bin",
                  "kind": "other",
                  "zipped": 83886080,
                  "unzipped": 94371840
                }
              ]
            }
          ]
        }

        """.ReplaceLineEndings("\n"),
        SizeJson.Write(SomeSizes.Report));
}
