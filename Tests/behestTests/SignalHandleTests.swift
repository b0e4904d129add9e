import Glibc
import Testing

@testable import behest

/// Signals that come as soon as they are taken.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct SignalHandleTests {
    @Test func noSignalIsMissed() async {
        for _ in 1...500 {
            let (signals, heard) = AsyncStream.makeStream(of: Void.self)
            let handle = SignalHandle([SIGURG]) { heard.yield() }
            kill(getpid(), SIGURG)
            for await _ in signals { break }
            handle.cancel()
        }
    }

    @Test func afterwardsTheSignalDoesNothing() async {
        let (signals, heard) = AsyncStream.makeStream(of: Int.self)
        SignalHandle([SIGUSR2]) { heard.yield(1) }.cancel()
        kill(getpid(), SIGUSR2)
        let handle = SignalHandle([SIGUSR2]) { heard.yield(2) }
        kill(getpid(), SIGUSR2)
        for await number in signals {
            #expect(number == 2)
            break
        }
        handle.cancel()
    }
}
