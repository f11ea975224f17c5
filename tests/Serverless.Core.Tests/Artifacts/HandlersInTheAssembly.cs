namespace Serverless.Artifacts;

public sealed class HandlersInTheAssembly
{
    private static readonly string Assembly = typeof(HandlersInTheAssembly).Assembly.Location;
    private static readonly string Name = typeof(HandlersInTheAssembly).Assembly.GetName().Name!;
    private static readonly string Place = $"{typeof(HandlersInTheAssembly).Namespace}.{nameof(HandlersInTheAssembly)}";

    [Theory]
    [InlineData("+Good", "Handle", "")]
    [InlineData("+Good", "Wait", "")]
    [InlineData("+Good", "Static", "")]
    [InlineData("+Derived", "Handle", "")]
    [InlineData("+Foreign", "Anything", "")]
    [InlineData("+Statics", "Handle", "")]
    [InlineData("+Point", "Handle", "")]
    [InlineData("+Good", "System.String Overloaded(Int32)", "")]
    [InlineData("+Goood", "Handle", "SLS0314: Assembly '*' has no type '#+Goood'. Did you mean '#+Good'?")]
    [InlineData(".Good", "Handle", "SLS0314: Assembly '*' has no type '#.Good'. Did you mean '#+Good'?")]
    [InlineData("+Good", "Handel", "SLS0315: Type '#+Good' has no method 'Handel'. Did you mean 'Handle'?")]
    [InlineData("+Statics", "Run", "SLS0315: Type '#+Statics' has no method 'Run'. It has Handle.")]
    [InlineData("+Good", "Overloaded", "SLS0315: Type '#+Good' has 2 methods 'Overloaded'; the handler's must be the only one of its name. Rename the others.")]
    [InlineData("+Good", "Generic", "SLS0315: Method '#+Good.Generic' is generic. A handler takes an event, a context or both, and returns a value or a task.")]
    [InlineData("+Good", "Three", "SLS0315: Method '#+Good.Three' has more than two parameters. A handler takes an event, a context or both, and returns a value or a task.")]
    [InlineData("+Good", "Forgotten", "SLS0315: Method '#+Good.Forgotten' is 'async void', so Lambda cannot wait for it. A handler takes an event, a context or both, and returns a value or a task.")]
    [InlineData("+Abstract", "Handle", "SLS0314: Type '#+Abstract' is abstract; Lambda cannot make one. Name a class that derives from it, or make the method static.")]
    [InlineData("+NeedsArguments", "Handle", "SLS0314: Type '#+NeedsArguments' has no public constructor without parameters, which Lambda calls. Add one, or make the method static.")]
    [InlineData("+Generic`1", "Handle", "SLS0314: Type '#+Generic`1' is generic; Lambda cannot make one. Derive a plain class from it and name that.")]
    public void AreLookedUpByLambdasRules(string type, string method, string expected)
    {
        var facts = SomeApp.Facts(Name) with { OutputType = "Library", AssemblyPath = Assembly };
        var plan = new SomeApp().With(_ => facts).PlanBeforePublish(SomeApp.Function("Runtime: dotnet10", $"Handler: '{Name}::{Place}{type}::{method}'"));
        Assert.Equal(
            expected.Replace("*", Name, StringComparison.Ordinal).Replace("#", Place, StringComparison.Ordinal),
            string.Join('\n', plan.Diagnostics.Select(one => $"{one.Code}: {one.Text}")));
    }

    [Theory]
    [InlineData("/nowhere/App.dll")]
    [InlineData("/etc/hostname")]
    public void AreNotLookedUpInWhatIsNoAssembly(string path)
    {
        var facts = SomeApp.Facts("App") with { OutputType = "Library", AssemblyPath = path };
        Assert.Empty(new SomeApp().With(_ => facts).PlanBeforePublish(SomeApp.Function("Runtime: dotnet10", "Handler: App::T::M")).Diagnostics);
    }

#pragma warning disable CA1812, CA1052, CA1000, MA0036, MA0155, VSTHRD100, IDE0060, CA1002 // Samples that are read, never made.
    public class Good
    {
        public static string Static(string input) => input;

        public string Handle(string input) => input;

        public async Task<string> Wait(string input)
        {
            await Task.Yield();
            return input;
        }

        public string Overloaded(string input) => input;

        public string Overloaded(int input) => $"{input}";

        public T Generic<T>(T input) => input;

        public string Three(string a, string b, string c) => a + b + c;

        public async void Forgotten(string input) => await Task.Yield();
    }

    public class Derived : Good;

    public class Foreign : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => 0;

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override long Seek(long offset, SeekOrigin origin) => 0;

        public override void SetLength(long value)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }
    }

    public static class Statics
    {
        public static string Handle(string input) => input;
    }

    public struct Point
    {
        public readonly string Handle(string input) => input;
    }

    public abstract class Abstract
    {
        public string Handle(string input) => input;
    }

    public class NeedsArguments(string one)
    {
        public string Handle(string input) => one + input;
    }

    public class Generic<T>
    {
        public string Handle(T input) => $"{input}";
    }
#pragma warning restore
}
