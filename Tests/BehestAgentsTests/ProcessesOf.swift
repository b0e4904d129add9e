import FoundationEssentials
import Glibc

/// The processes that have to do with a place: it stands in their arguments or their environment, or they run in it.
struct ProcessesOf: Sendable {
    let place: String

    init(_ place: String) {
        self.place = place
    }

    /// Those that are alive, this one excepted.
    var numbers: [Int32] {
        let own = getpid()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { $0 != own && belongs($0) }
    }

    /// Waits for all of them to be gone; `false` when some stay.
    var areGone: Bool {
        for _ in 0..<300 {
            if numbers.isEmpty { return true }
            usleep(10_000)
        }
        return false
    }

    private func belongs(_ number: Int32) -> Bool {
        let folder = "/proc/\(number)"
        if let cwd = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/cwd"), cwd.hasPrefix(place) {
            return true
        }
        return ["cmdline", "environ"].contains { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)").map {
                String(decoding: $0, as: UTF8.self).contains(place)
            } ?? false
        }
    }
}
