using System.Globalization;

namespace HealthGraph.Domain.Database.Embedded;

/// <summary>The cluster's settings, written anew at every start; what an administrator adds to postgresql.conf itself stays.</summary>
internal static class PostgresSettings
{
    public const string FileName = "healthgraph.conf";

    private const long Mebibyte = 1024 * 1024;

    public static string Write(int port, bool durable)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Mebibyte;
        var sharedBuffers = Math.Clamp(memory / 24, 128, 1024);
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Written by HealthGraph at every start. Add your own settings at the end of postgresql.conf.
            listen_addresses = '127.0.0.1'
            port = {port}
            # A socket's path may be no longer than 107 bytes, a data folder's may.
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'

            # A warehouse beside its application: large loads, few writers.
            shared_buffers = {sharedBuffers}MB
            effective_cache_size = {Math.Max(memory / 2, 256)}MB
            work_mem = 32MB
            maintenance_work_mem = {Math.Clamp(memory / 64, 64, 512)}MB
            max_wal_size = 4GB
            checkpoint_timeout = 15min
            random_page_cost = 1.1
            jit = off
            # Requests are many and small: on few cores one of them with three processes only holds up the others.
            max_parallel_workers_per_gather = {(Environment.ProcessorCount > 4 ? 2 : 0)}
            # No replica hangs on this server, so a load into a new or truncated table need not go through the log.
            wal_level = minimal
            max_wal_senders = 0
            dynamic_shared_memory_type = {(SharedMemoryIsRoomy() ? "posix" : "mmap")}
            {Durability(durable)}

            # A statement, its parameters and the text of an error may hold a patient's data: none of them reaches the log. The client is
            # told of errors; the log keeps what concerns the server (LOG, FATAL, PANIC), without detail, hint and context.
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_statement = 'none'
            log_min_duration_statement = -1
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            log_lock_waits = off
            log_checkpoints = off

            """);
    }

    private static string Durability(bool durable) =>
        durable
            ? "fsync = on"
            : """
            fsync = off
            synchronous_commit = off
            full_page_writes = off
            """;

    // Containers often get 64 MB of it, which a parallel hash join outgrows.
    private static bool SharedMemoryIsRoomy() =>
        !Directory.Exists("/dev/shm") || new DriveInfo("/dev/shm").TotalSize >= 512 * Mebibyte;
}
