using System.Text.Json;

namespace Serverless.Errors;

public sealed class TheErrorDocument
{
    [Fact]
    public void OfAnExceptionThatWasNeverThrownHasNoStackTrace() =>
        Assert.Equal("""{"errorType":"FormatException","errorMessage":"bad"}""", Text(new FormatException("bad")));

    [Fact]
    public void HasTheStackTraceLineByLine()
    {
        var trace = Json(Thrown(new FormatException("bad"))).GetProperty("stackTrace");
        Assert.StartsWith("at Serverless.Errors.TheErrorDocument.Thrown(Exception exception)", trace[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void HasTheCauseOfTheCause()
    {
        var error = Json(new InvalidOperationException("a", new FormatException("b", new TimeoutException("c"))));
        Assert.Equal("c", error.GetProperty("cause").GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.False(error.TryGetProperty("causes", out _));
    }

    [Fact]
    public void OfSeveralExceptionsHasCauses()
    {
        var error = Json(new AggregateException(new FormatException("a"), new TimeoutException("b")));
        Assert.Equal(["a", "b"], error.GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("errorMessage").GetString()));
    }

    [Fact]
    public void OfStaticConstructorsInsideEachOtherShowsTheInnermost()
    {
        var error = Json(new TypeInitializationException("A", new TypeInitializationException("B", new FormatException("bad"))));
        Assert.Equal("FormatException", error.GetProperty("errorType").GetString());
        Assert.Equal(
            "bad (thrown while the static fields of B were initialized) (thrown while the static fields of A were initialized)",
            error.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public void OfOutOfMemorySaysHowMuchThereWas() =>
        Assert.Contains("The function has 128 MB of memory.", Text(new InsufficientMemoryException(), "128"), StringComparison.Ordinal);

    [Theory, InlineData(100_000), InlineData(300_000), InlineData(10_000_000)]
    public void StaysBelow256KilobytesWhateverTheMessage(int length)
    {
        var json = Text(new InvalidOperationException(new string('ü', length), new FormatException("inner")));
        Assert.InRange(json.Length, 1, ErrorReport.MaxLength);
        var error = JsonDocument.Parse(json).RootElement;
        Assert.Equal("InvalidOperationException", error.GetProperty("errorType").GetString());
        Assert.StartsWith("üüüü", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void StaysBelow256KilobytesWithCausesWithoutNumber()
    {
        Exception exception = new FormatException("innermost");
        for (var i = 0; i < 12; i++)
        {
            exception = new AggregateException(exception, exception, exception);
        }

        Assert.InRange(Text(exception).Length, 1, ErrorReport.MaxLength);
    }

    [Fact]
    public void StaysBelow256KilobytesAfterDeepRecursion()
    {
        var exception = Record.Exception(() => Recurse(5000))!;
        var error = Json(exception);
        Assert.InRange(Text(exception).Length, 1, ErrorReport.MaxLength);
        Assert.Contains("Recurse", error.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SurvivesAnExceptionWhoseOwnPropertiesThrow() =>
        Assert.Contains("(the Message property of Hostile threw NotSupportedException)", Text(new Hostile()), StringComparison.Ordinal);

    [Fact]
    public void ForXRayHasTypeMessageAndFrames()
    {
        var cause = XRayCause.Of(new ErrorReport(Thrown(new FormatException("bad\r\nü")), null), "/var/task")!;
        var text = System.Text.Encoding.Latin1.GetString(cause.Written);
        Assert.All(text, character => Assert.InRange(character, ' ', '~'));
        var document = JsonDocument.Parse(text).RootElement;
        Assert.Equal("/var/task", document.GetProperty("working_directory").GetString());
        var exception = document.GetProperty("exceptions")[0];
        Assert.Equal(("FormatException", "bad\r\nü"), (exception.GetProperty("type").GetString(), exception.GetProperty("message").GetString()));
        var frame = exception.GetProperty("stack")[0];
        Assert.Equal("TheErrorDocument.Thrown", frame.GetProperty("label").GetString());
        Assert.EndsWith("TheErrorDocument.cs", frame.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.True(frame.GetProperty("line").GetInt32() > 0);
        Assert.EndsWith("TheErrorDocument.cs", document.GetProperty("paths")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ForXRayStaysBelowItsLimit()
    {
        Exception exception = new FormatException(new string('ü', 1_000_000));
        for (var i = 0; i < 20; i++)
        {
            exception = new InvalidOperationException(new string('ü', 1_000_000), exception);
        }

        Assert.InRange(XRayCause.Of(new ErrorReport(exception, null), "/var/task")!.Length, 1, XRayCause.MaxLength - 1);
    }

    private static string Text(Exception exception, string? memorySize = null) =>
        System.Text.Encoding.UTF8.GetString(new ErrorReport(exception, memorySize).ToJson().Written);

    private static JsonElement Json(Exception exception) => JsonDocument.Parse(Text(exception)).RootElement;

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static int Recurse(int depth) => depth == 0 ? throw new InvalidOperationException("deep") : Recurse(depth - 1) + 1;

    private sealed class Hostile : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string StackTrace => throw new NotSupportedException();
    }
}
