namespace Serverless.Sam;

/// <summary>The lines of a table that is built into the assembly, without comments and empty ones.</summary>
internal static class EmbeddedTable
{
    public static IEnumerable<string> ReadLines(string name)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
