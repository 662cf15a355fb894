namespace EventLogDemo.Engine.Embedded;

/// <summary>The moments at which a test kills the process, because they are the most likely ones to lose or repeat data.</summary>
internal enum CrashPoint
{
    /// <summary>A start owns the folder and has written nothing else.</summary>
    FolderOwned,

    /// <summary>A start has written the manifest but no database.</summary>
    ManifestWritten,

    /// <summary>The log has its database; during a start, the store has none yet.</summary>
    LogOpened,

    /// <summary>All parts are open; during a start, the manifest does not say so yet.</summary>
    PartsOpened,

    /// <summary>The log has written a batch in its open transaction.</summary>
    Append,

    /// <summary>The log is about to commit.</summary>
    BeforeCommit,

    /// <summary>The log has committed but acknowledged nothing of it yet.</summary>
    AfterCommit,

    /// <summary>The processor has written rows in the store's open transaction.</summary>
    Store,

    /// <summary>The processor has made its rows durable but has not requested the commit of its offsets yet.</summary>
    Checkpoint,
}
