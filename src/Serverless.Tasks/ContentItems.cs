using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Serverless.Artifacts;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>
/// <c>ServerlessContent</c> items: what is zipped with single functions. <c>LogicalId</c> names the function (or several, separated by
/// semicolons). <c>PackagePath</c> is the name inside the zip; with a slash at its end, the folder that the item goes to under its own
/// name; when it is empty, that is the root. A folder's files go below its <c>PackagePath</c>, of which <c>.</c> is the root.
/// </summary>
public static class ContentItems
{
    /// <summary>The content as the items give it, which have absolute paths and, for wildcards, <c>ContentFolder</c> with the folders that the wildcard stood for.</summary>
    public static ImmutableArray<AddedContent> Read(IEnumerable<ITaskItem> items) =>
    [
        .. from item in items
           from logicalId in item.GetMetadata("LogicalId").Split(';', StringSplitOptions.TrimEntries).DefaultIfEmpty("")
           select new AddedContent(item.ItemSpec, NameOf(item), logicalId) { Span = SourceSpan.File(item.GetMetadata("DefiningProjectFullPath")) },
    ];

    private static string NameOf(ITaskItem item)
    {
        var (asked, below) = (item.GetMetadata("PackagePath").Replace('\\', '/'), item.GetMetadata("ContentFolder").Replace('\\', '/'));
        var own = below + Path.GetFileName(Path.TrimEndingDirectorySeparator(item.ItemSpec));
        return Directory.Exists(item.ItemSpec) ? (asked.Length == 0 ? own : asked)
            : asked is "" or "." ? own
            : asked.EndsWith('/') || below.Length > 0 ? $"{asked.TrimEnd('/')}/{own}"
            : asked;
    }
}
