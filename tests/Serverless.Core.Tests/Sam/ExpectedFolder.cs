using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

/// <summary>
/// Templates with what they are expanded to. The expected files were checked against the reference transform, aws-sam-translator 1.110.0.
/// </summary>
public class ExpectedFolder
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Sam", "Expected");

    public static TheoryData<string> Names => [.. Directory.GetFiles(_folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsWhatTheTransformMakes(string name)
    {
        var written = TemplateWriter.WriteJson(Some.Good(File.ReadAllText(Path.Combine(_folder, $"{name}.yaml"))).Template);
        var expected = Path.Combine(_folder, $"{name}.json");
        if (!File.Exists(expected) || File.ReadAllText(expected) != written)
        {
            File.WriteAllText(Path.Combine(_folder, $"{name}.actual.json"), written);
        }

        Assert.Equal(File.Exists(expected) ? File.ReadAllText(expected) : "", written);
    }
}
