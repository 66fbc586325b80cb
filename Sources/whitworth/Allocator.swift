import CMalloc

/// How the process keeps memory it has freed.
enum Allocator {
    /// Must be called before the event loops run.
    ///
    /// A body of megabytes lives for one exchange. glibc would return its pages after each and take them again, zeroed
    /// one by one, for the next: two thirds of what such an exchange costs. They are kept instead, up to this many bytes
    /// at the end of each heap.
    static func keepFreedPages() {
        #if canImport(Glibc)
        _ = mallopt(M_TRIM_THRESHOLD, 64 << 20)
        // Beyond this size memory is mapped, and unmapped, for each block; 32 MB is the most glibc allows.
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
        #endif
    }
}
