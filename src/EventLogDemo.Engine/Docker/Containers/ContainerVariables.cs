using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>Environment variables that a container was started with.</summary>
/// <param name="container">Name of the container.</param>
/// <param name="all">The variables.</param>
internal sealed class ContainerVariables(string container, IReadOnlyDictionary<string, string> all)
{
    public IReadOnlyDictionary<string, string> All { get; } = all;

    /// <summary>The value of a variable.</summary>
    /// <exception cref="ContainerVariableException">The variable is not set.</exception>
    public string Text(string variable) =>
        All.TryGetValue(variable, out string? text) && text.Length > 0
            ? text
            : throw new ContainerVariableException(container, variable, "it is not set");

    /// <summary>The value of a variable as a number.</summary>
    /// <exception cref="ContainerVariableException">The variable is not set, or is not a whole number in that range.</exception>
    public int Number(string variable, int low, int high)
    {
        string text = Text(variable);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= low && number <= high
            ? number
            : throw new ContainerVariableException(
                container,
                variable,
                string.Create(CultureInfo.InvariantCulture, $"it is '{PrintableText.Escape(text, 100)}', not a whole number from {low:N0} to {high:N0}"));
    }
}
