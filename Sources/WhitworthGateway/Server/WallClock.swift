#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The time of day, for answers whose provider does not tell when they were made.
enum WallClock {
    /// Unix seconds.
    static func seconds() -> Int { time(nil) }
}
