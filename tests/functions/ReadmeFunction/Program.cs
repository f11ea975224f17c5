using System.Text.Json.Serialization;
using Serverless;

return await ServerlessFunction.RunAsync(QuoteAsync, QuoteJson.Default.Order, QuoteJson.Default.Quote);

static async Task<Quote> QuoteAsync(Order order, InvocationContext context)
{
    context.Log.Information($"Quoting {order.Quantity} of {order.Sku}; {context.RemainingTime.TotalSeconds:F1} s left.");
    var price = await Prices.OfAsync(order.Sku, context.CancellationToken);
    return new Quote(order.Sku, order.Quantity * price);
}

internal static class Prices
{
    public static Task<decimal> OfAsync(string sku, CancellationToken cancellationToken) => Task.FromResult(sku == "pen" ? 1.50m : 9.90m);
}

internal sealed record Order(string Sku, int Quantity);

internal sealed record Quote(string Sku, decimal Total);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Quote))]
internal sealed partial class QuoteJson : JsonSerializerContext;
