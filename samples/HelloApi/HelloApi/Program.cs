using HelloApi;
using Serverless;

// One program, two functions: the template tells each of them by ROUTE which one it is.
return await (Environment.GetEnvironmentVariable("ROUTE") switch
{
    "hello" => ServerlessFunction.RunAsync<HttpRequest, HttpResponse>(HelloFunction.HandleAsync, Json.Default.HttpRequest, Json.Default.HttpResponse),
    "time" => ServerlessFunction.RunAsync<HttpRequest, HttpResponse>(TimeFunction.HandleAsync, Json.Default.HttpRequest, Json.Default.HttpResponse),
    var route => throw new InvalidOperationException($"ROUTE is '{route}', which names no function of this program."),
});
