using System.Text;
using Serverless.Local.Functions;

// A function host in a process of its own, for a test to kill. Arguments: a folder for its state, the code's zip, the zip's hash.
await using var host = new FunctionHost(new FunctionHostOptions { CodeFolder = Path.Combine(args[0], "code") });
var function = new FunctionConfiguration
{
    Name = "orphan",
    Arn = "arn:aws:lambda:us-east-1:000000000000:function:orphan",
    Runtime = "dotnet10",
    Handler = "TestFunction",
    CodePath = args[1],
    CodeSha256 = args[2],
};
await host.PutAsync(function, CancellationToken.None);
foreach (var command in new[] { """{"do":"count"}""", """{"do":"spawn"}""" })
{
    var result = await host.InvokeAsync(new InvocationRequest("orphan", Encoding.UTF8.GetBytes(command)), CancellationToken.None);
    Console.WriteLine(Encoding.UTF8.GetString(result.Payload.Span));
}

// Busy, so that no broken connection can tell the function that its host is gone.
_ = host.InvokeAsync(new InvocationRequest("orphan", """{"do":"sleep","milliseconds":600000}"""u8.ToArray()), CancellationToken.None);
Console.WriteLine("ready");
await Task.Delay(Timeout.Infinite);
