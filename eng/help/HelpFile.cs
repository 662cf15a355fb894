using System.Xml.Linq;

namespace EventLogDemo.Help;

/// <summary>The help file of the cmdlets, made of their pages.</summary>
internal static class HelpFile
{
    /// <summary>Writes the help of every cmdlet that has a page; whether each has one, the tests say.</summary>
    /// <param name="cmdlets">The cmdlets.</param>
    /// <param name="pageFolder">The folder of their pages.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="errors">Where the errors of pages go, a line each.</param>
    /// <returns>Whether every page was good; otherwise nothing is written.</returns>
    public static bool Write(IReadOnlyList<CmdletHelp> cmdlets, string pageFolder, string path, TextWriter errors)
    {
        List<XElement> topics = [];
        bool isGood = true;
        foreach (string file in Directory.EnumerateFiles(pageFolder, "*-*.md").Order(StringComparer.Ordinal))
        {
            try
            {
                HelpPage page = PageReader.Read(file, File.ReadAllText(file));
                CmdletHelp cmdlet = cmdlets.FirstOrDefault(cmdlet => cmdlet.Command.Name == page.Name)
                    ?? throw new HelpPageException(file, 1, $"There is no cmdlet {page.Name}.");
                topics.Add(MamlWriter.Topic(cmdlet, page));
            }
            catch (HelpPageException failure)
            {
                errors.WriteLine(failure.ToBuildError());
                isGood = false;
            }
        }

        if (isGood)
        {
            MamlWriter.Document(topics).Save(path);
        }

        return isGood;
    }
}
