using Greetings;
using Serverless;

namespace HelloApi;

/// <summary>GET /hello/{name}</summary>
internal static class HelloFunction
{
    private static readonly string Greeting = Environment.GetEnvironmentVariable("GREETING") ?? "Hello";

    public static Task<HttpResponse> HandleAsync(HttpRequest request, InvocationContext context) =>
        Task.FromResult(HttpResponse.Text(Greeter.Hello(Greeting, request.PathParameters!["name"])));
}
