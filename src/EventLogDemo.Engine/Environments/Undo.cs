namespace EventLogDemo.Engine.Environments;

/// <summary>Takes back what an opening that failed has made.</summary>
internal static class Undo
{
    /// <summary>Does all acts, whatever another one fails at: the first failure is the one to tell, and those on the way back go with it.</summary>
    /// <param name="failure">Why it is undone.</param>
    /// <param name="acts">What to do, in this order.</param>
    public static void All(Exception failure, params ReadOnlySpan<Action> acts)
    {
        for (int i = 0; i < acts.Length; i++)
        {
            try
            {
                acts[i]();
            }
#pragma warning disable CA1031 // it must neither keep the other acts from being done nor hide the first failure
            catch (Exception second)
#pragma warning restore CA1031
            {
                failure.Data[$"undo {i}"] = second.ToString();
            }
        }
    }
}
