import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import BehestPipeline

/// The kernel's own events, on pipes in the place of keyboards.
@Suite(.timeLimit(.minutes(1)))
struct KeyWatchTests {
    /// What is told, one after the other.
    private struct Told: Sendable {
        let events: AsyncStream<KeyWatch.Event>

        func next() async -> KeyWatch.Event? {
            for await event in events { return event }
            return nil
        }
    }

    /// A pipe that looks like a keyboard.
    private struct Keyboard: ~Copyable {
        let descriptor: Int32

        init(_ path: String) {
            _ = unsafe mkfifo(path, 0o600)
            descriptor = unsafe open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        }

        deinit { close(descriptor) }

        /// Writes events of a type, code and value.
        func write(_ events: (UInt16, UInt16, Int32)...) {
            let bytes = events.flatMap { KeyWatchTests.bytes($0.0, $0.1, $0.2) }
            _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
        }
    }

    /// `struct input_event` as the kernel gives it: the time, the type, the code and the value.
    static func bytes(_ type: UInt16, _ code: UInt16, _ value: Int32) -> [UInt8] {
        func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }
        return little(Int64(1_763_900_000)) + little(Int64(123_456)) + little(type) + little(code) + little(value)
    }

    /// Does something with a folder of keyboards, and what is told of right Ctrl on them.
    private func watching(
        _ work: @escaping @Sendable (String, Told) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path
        let (events, told) = AsyncStream<KeyWatch.Event>.makeStream()
        let key = try #require(KeyName("KEY_RIGHTCTRL"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await KeyWatch(key, in: path, lookingAgainAfter: .milliseconds(10)).run { told.yield($0) }
            }
            group.addTask {
                try await work(path, Told(events: events))
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    @Test func pressesAndReleasesAreTold() async throws {
        try await watching { folder, events in
            guard case .isWatching(false, let reason)? = await events.next() else {
                Issue.record("a machine without keyboards was not told")
                return
            }
            #expect(reason.contains("There is no keyboard with the key KEY_RIGHTCTRL"))
            // It is plugged in later.
            let keyboard = Keyboard(folder + "/event3")
            #expect(await events.next() == .isWatching(true, "Hold KEY_RIGHTCTRL to talk."))
            // With another key, what the kernel puts between, and its repeats.
            keyboard.write(
                (4, 4, 97),
                (1, 97, 1),
                (0, 0, 0),
                (1, 30, 1),
                (1, 97, 2),
                (1, 97, 2),
                (1, 30, 0),
                (1, 97, 0)
            )
            #expect(await events.next() == .pressed)
            #expect(await events.next() == .released)
        }
    }

    @Test func aKeyboardThatIsUnpluggedLetsGo() async throws {
        try await watching { folder, events in
            _ = await events.next()
            do {
                let keyboard = Keyboard(folder + "/event0")
                _ = await events.next()
                keyboard.write((1, 97, 1))
                #expect(await events.next() == .pressed)
                _ = unsafe unlink(folder + "/event0")
            }
            #expect(await events.next() == .released)
            guard case .isWatching(false, _)? = await events.next() else {
                Issue.record("that no keyboard is left was not told")
                return
            }
        }
    }

    @Test func theKeyIsDownAsLongAsItIsOnOneOfThem() async throws {
        try await watching { folder, events in
            _ = await events.next()
            let first = Keyboard(folder + "/event0")
            _ = await events.next()
            let second = Keyboard(folder + "/event1")
            first.write((1, 97, 1))
            #expect(await events.next() == .pressed)
            second.write((1, 97, 1), (1, 97, 0))
            first.write((1, 97, 0))
            #expect(await events.next() == .released)
            first.write((1, 97, 1))
            #expect(await events.next() == .pressed)
        }
    }

    @Test func eventsAreReadHoweverTheyAreCutUp() {
        let bytes = Self.bytes(1, 97, 1) + Self.bytes(0, 0, 0) + Self.bytes(1, 97, 0)
        for length in 1...bytes.count {
            var decoder = KeyEventDecoder()
            var events: [KeyEvent] = []
            for start in stride(from: 0, to: bytes.count, by: length) {
                events += decoder.take(bytes[start..<min(bytes.count, start + length)])
            }
            let expected = [KeyEvent(code: 97, change: .pressed), KeyEvent(code: 97, change: .released)]
            #expect(events == expected, "in pieces of \(length)")
        }
    }

    @Test(
        arguments: [
            ("KEY_RIGHTCTRL", 97), ("rightctrl", 97), ("KEY_F13", 183), ("97", 97), ("BTN_SIDE", 275),
            ("KEY_SPACE", 57), ("5", 6),
        ] as [(String, UInt16)]
    )
    func keysHaveTheKernelsNames(_ name: String, _ code: UInt16) {
        #expect(KeyName(name)?.code == code)
    }

    @Test(arguments: ["", "KEY_", "CTRL", "99999", "-1", "right ctrl"])
    func whatIsNoKeyIsNone(_ name: String) {
        #expect(KeyName(name) == nil)
    }
}
