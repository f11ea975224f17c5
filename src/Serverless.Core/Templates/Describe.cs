namespace Serverless.Templates;

/// <summary>Words for values in complaints.</summary>
internal static class Describe
{
    /// <summary>What a value is, with its article: "a map", "the number 5", "nothing".</summary>
    public static string Value(TemplateValue? value) => value switch
    {
        MapValue map when Intrinsic.TryRead(map, out var call) => $"the function {call.Name}",
        MapValue => "a map",
        ListValue => "a list",
        StringValue text => text.Value.Length <= 40 ? $"the text '{text.Value}'" : "a text",
        IntegerValue or FloatValue => $"the number {((ScalarValue)value).Text}",
        BooleanValue truth => $"the truth value {truth.Text}",
        TimestampValue time => $"the date {time.Text}",
        _ => "nothing",
    };
}
