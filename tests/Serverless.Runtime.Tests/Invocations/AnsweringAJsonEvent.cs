using System.Text.Json;
using Serverless.Fakes;

namespace Serverless.Invocations;

public sealed class AnsweringAJsonEvent
{
    private static readonly string s_order = """{"id":"7","lines":[{"sku":"a","quantity":2}]}""";

    [Fact]
    public async Task ReadsAndWritesWithTheGivenTypes()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(s_order)).Next(new SomeEvent(s_order));
        await using var function = RunningFunction.Start(api, Handler(order => new Receipt { Text = $"{order.Id}: {order.Lines[0].Quantity}" }));
        Assert.Equal("""{"text":"7: 2","previous":null}""", (await api.PostAsync()).Text);
        Assert.Equal("""{"text":"7: 2","previous":null}""", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task WaitsForWhatTheHandlerAwaits()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(s_order));
        await using var function = RunningFunction.Start(api, new JsonHandler<Order, Receipt>(
            async (order, _) =>
            {
                await Task.Delay(50);
                return new Receipt { Text = order.Id };
            },
            TestJson.Default.Order,
            TestJson.Default.Receipt));
        Assert.Contains("\"7\"", (await api.PostAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WritesNullForNull()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(s_order));
        await using var function = RunningFunction.Start(api, Handler(_ => null!));
        Assert.Equal("null", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task LaysTheResultOutAsTheTypesOptionsSay()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(s_order));
        await using var function = RunningFunction.Start(api, new SynchronousJsonHandler<Order, Receipt>(
            (_, _) => new Receipt { Text = "x" }, TestJson.Default.Order, IndentedJson.Default.Receipt));
        Assert.Equal("{\n  \"Text\": \"x\",\n  \"Previous\": null\n}", (await api.PostAsync()).Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task NullIsGoodWhereTheTypeHasRoomForIt()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("null"));
        await using var function = RunningFunction.Start(api, new SynchronousJsonHandler<int?, Receipt>(
            (number, _) => new Receipt { Text = $"{number is null}" }, TestJson.Default.NullableInt32, TestJson.Default.Receipt));
        Assert.Contains("True", (await api.PostAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The event is empty, where the handler takes JSON for Serverless.Fakes.Order.")]
    [InlineData("null", "The event is the JSON literal null, where the handler takes Serverless.Fakes.Order.")]
    [InlineData("{\n  \"id\": \"7\",\n  \"lines\": [{ \"sku\": \"a\", \"quantity\": \"two\" }]\n}",
        "It stands at line 3, near byte 44, path $.lines[0].quantity.")]
    [InlineData("{\"id\":", "It stands at line 1, near byte 7, path $.id.")]
    [InlineData("[]", "The event is not a Serverless.Fakes.Order: The JSON value could not be converted to Serverless.Fakes.Order. It stands at line 1, near byte 2, path $.")]
    public async Task ThatIsNotOneSaysWhatIsWrongAndWhere(string body, string expected)
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(body)).Next(new SomeEvent(s_order));
        await using var function = RunningFunction.Start(api, Handler(order => new Receipt { Text = order.Id }));
        var post = await api.PostAsync();
        Assert.EndsWith("/error", post.Path, StringComparison.Ordinal);
        Assert.Equal("InvalidEventException", post.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains(expected, JsonDocument.Parse(post.Body).RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/response", (await api.PostAsync()).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoseResultCannotBeWrittenSaysWhy()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(s_order)).Next(new SomeEvent(s_order));
        var isFirst = true;
        await using var function = RunningFunction.Start(api, Handler(_ =>
        {
            var receipt = new Receipt { Text = "x" };
            receipt.Previous = isFirst ? receipt : null;
            isFirst = false;
            return receipt;
        }));
        var post = await api.PostAsync();
        Assert.Equal("InvalidResponseException", post.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains("The handler's result, a Serverless.Fakes.Receipt, cannot be written as JSON", post.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("""{"text":"x","previous":null}""", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task OfAHandlerWithoutResultIsAnsweredWithNull()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(s_order));
        await using var function = RunningFunction.Start(api, new JsonSinkHandler<Order>((_, _) => Task.CompletedTask, TestJson.Default.Order));
        Assert.Equal("null", (await api.PostAsync()).Text);
    }

    private static SynchronousJsonHandler<Order, Receipt> Handler(Func<Order, Receipt> handler) =>
        new((order, _) => handler(order), TestJson.Default.Order, TestJson.Default.Receipt);
}
