import FoundationEssentials
import Glibc

/// The processes that a program has started, wherever they went: known by a variable in their environment.
///
/// A process that has left its session is no longer reached by a signal to the group. One that clears its environment
/// escapes this; only confinement holds that.
struct MarkedProcesses: Sendable {
    /// The variable's name.
    static let variable = "BEHEST_ATTEMPT"

    /// The variable's value, which nothing else has.
    let mark: String

    /// The numbers of those that are alive.
    var numbers: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let own = getpid()
        let line = Array("\(Self.variable)=\(mark)".utf8)
        return names.compactMap(Int32.init).filter { number in
            guard number != own, let data = FileManager.default.contents(atPath: "/proc/\(number)/environ") else {
                return false
            }
            return data.split(separator: 0).contains { $0.elementsEqual(line) }
        }
    }

    /// Ends them all, also those that others of them start meanwhile.
    func end() {
        for _ in 0..<20 {
            let numbers = numbers
            guard !numbers.isEmpty else { return }
            for number in numbers { kill(number, SIGKILL) }
            usleep(2_000)
        }
    }

    /// Waits for a process to end, and then ends those that it has left behind: they may hold its output open, so that
    /// nobody would see that it has come to its end.
    ///
    /// - Parameters:
    ///   - leader: Says the number of the process, once there is one.
    ///   - interval: How often it is looked at.
    ///   - patience: How long those that are left may go on.
    func watch(
        _ leader: @Sendable () -> Int32?,
        every interval: Duration = .milliseconds(100),
        patience: Duration = .milliseconds(500)
    ) async {
        do {
            while true {
                try await Task.sleep(for: interval)
                guard let number = leader(), Self.isEnded(number) else { continue }
                try await Task.sleep(for: patience)
                end()
            }
        } catch {
            // There is nothing to watch any more.
        }
    }

    private static func isEnded(_ number: Int32) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/\(number)/stat") else { return true }
        return String(decoding: data, as: UTF8.self).contains(") Z ")
    }
}
