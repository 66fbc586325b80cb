#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The one place where the simulators read the time.
enum WallClock {
    static var now: WallTime { WallTime(seconds: time(nil)) }
}
