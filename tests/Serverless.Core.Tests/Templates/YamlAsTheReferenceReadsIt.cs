using System.Globalization;
using System.Text.Json;
using Serverless.Templates;

namespace Serverless.Core.Tests.Templates;

/// <summary>Tables of texts that were written for these tests, with what PyYAML makes of them.</summary>
public sealed class YamlAsTheReferenceReadsIt
{
    [Fact]
    public void ScalarsHaveTheKindsAndValuesOfTheTable()
    {
        var differences = new List<string>();
        foreach (var row in File.ReadLines(DataFolder.Path("scalars.tsv")).Skip(1).Select(line => line.Split('\t', 3)))
        {
            var text = JsonSerializer.Deserialize<string>(row[0])!;
            var value = TemplateReader.ReadValue(new("t.yaml", $"- {text}")).Value.AsList()?[0];
            if (Kind(value) != row[1] || !HasValue(value, row[2]))
            {
                differences.Add($"'{text}' is {Kind(value)} {value}, not {row[1]} {row[2]}");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void DocumentsHaveTheValuesOfTheTable()
    {
        var differences = new List<string>();
        foreach (var line in File.ReadLines(DataFolder.Path("structures.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            var read = TemplateReader.ReadValue(new("t.yaml", row.RootElement.GetProperty("yaml").GetString()!));
            var expected = PlainJson.Normalize(row.RootElement.GetProperty("json").GetRawText());
            if (read.Value is null || read.HasErrors || PlainJson.Of(read.Value) != expected)
            {
                differences.Add($"{row.RootElement.GetProperty("yaml")}\n  {(read.Value is null ? string.Join("; ", read.Diagnostics.Select(diagnostic => diagnostic.Text)) : PlainJson.Of(read.Value))}\n  {expected}");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void NumbersKeepTheTextTheyWereWrittenWith()
    {
        var list = TemplateReader.ReadValue(new("t.yaml", "[1.10, 012, 0x1F, yes, 1_000, 2012-10-17]")).Value.AsList()!;

        Assert.Equal(["1.10", "012", "0x1F", "yes", "1_000", "2012-10-17"], list.Select(item => ((ScalarValue)item).Text));
    }

    private static string Kind(TemplateValue? value) => value switch
    {
        NullValue => "null",
        BooleanValue => "boolean",
        IntegerValue => "integer",
        FloatValue => "float",
        TimestampValue => "timestamp",
        StringValue => "text",
        _ => "nothing",
    };

    private static bool HasValue(TemplateValue? value, string expected) => value switch
    {
        NullValue => expected.Length == 0,
        BooleanValue truth => truth.Value == bool.Parse(expected),
        IntegerValue integer => integer.Value.ToString(CultureInfo.InvariantCulture) == expected,
        FloatValue number => number.Value.Equals(ParseFloat(expected)),
        ScalarValue scalar => scalar.Text == expected,
        _ => false,
    };

    private static double ParseFloat(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
