namespace Greetings;

/// <summary>Knows how to greet. A library like any other: it has never heard of Lambda.</summary>
public static class Greeter
{
    public static string Hello(string greeting, string name) => $"{greeting}, {name}!";
}
