package eventlogdemo.cassandra;

/** Requests in flight. Full means back-pressure: the source waits. */
final class InFlight {

    private final int maxRequests;
    private final long maxBytes;
    private int requests;
    private long bytes;

    InFlight(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    void begin(int size) {
        requests++;
        bytes += size;
    }

    void end(int size) {
        requests--;
        bytes -= size;
    }

    int requests() {
        return requests;
    }

    boolean isEmpty() {
        return requests == 0;
    }

    boolean isFull() {
        return requests >= maxRequests || bytes >= maxBytes;
    }
}
