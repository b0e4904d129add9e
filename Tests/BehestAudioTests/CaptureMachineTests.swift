import BehestAudio
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// The machine alone: what it is told, and what it then wants.
struct CaptureMachineTests {
    /// A machine with its time.
    private struct Run {
        var machine: CaptureMachine
        var now = ContinuousClock.now

        init(standIn: String? = nil, isPatient: Bool = false) {
            machine = CaptureMachine(.init(preferred: "mic", standIn: standIn, isPatient: isPatient))
        }

        @discardableResult
        mutating func take(
            _ outcome: CaptureMachine.Outcome,
            after time: Duration = .milliseconds(16)
        ) -> CaptureMachine.Turn {
            now += time
            return machine.advance(outcome, at: now)
        }

        /// Opens the device and hears something.
        mutating func stream() {
            take(.opened(period: .milliseconds(16)))
            hear()
        }

        @discardableResult
        mutating func hear(isSilent: Bool = false) -> CaptureMachine.Turn {
            take(.ready)
            return take(.sound(.milliseconds(16), isSilent: isSilent))
        }
    }

    @Test func opensWaitsAndReads() {
        var run = Run()
        #expect(run.machine.firstStep == .open("mic"))
        #expect(
            run.take(.opened(period: .milliseconds(16)))
                == .init(notices: [.listening("mic")], step: .wait(.milliseconds(250)))
        )
        #expect(run.take(.ready) == .init(step: .read))
        #expect(run.take(.sound(.milliseconds(16), isSilent: false)) == .init(step: .wait(.milliseconds(250))))
    }

    @Test func givesUpWhenThereIsNoDeviceAtTheBeginning() {
        var run = Run(standIn: "default")
        let fault = PCMFault(ENOENT, while: .opening)
        #expect(run.take(.failed(fault)) == .init(step: .giveUp("mic", fault)))
    }

    @Test func waitsForADeviceWhenItIsPatientAndTellsItOnce() {
        var run = Run(isPatient: true)
        let fault = PCMFault(ENOENT, while: .opening)
        #expect(run.take(.failed(fault)) == .init(notices: [.lost("mic", fault)], step: .pause(.milliseconds(500))))
        var pauses: [Duration] = []
        for _ in 0..<5 {
            #expect(run.take(.done).step == .open("mic"))
            let turn = run.take(.failed(fault))
            #expect(turn.notices.isEmpty)
            if case .pause(let time) = turn.step { pauses.append(time) }
        }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5)])
        #expect(run.take(.done).step == .open("mic"))
        #expect(run.take(.opened(period: .milliseconds(16))).notices == [.listening("mic")])
    }

    @Test func startsAnewAfterAnOverrunAndMarksIt() {
        var run = Run()
        run.stream()
        run.take(.ready)
        #expect(run.take(.failed(PCMFault(EPIPE))) == .init(notices: [.gap(.overrun)], step: .restart))
        #expect(run.take(.done).step == .wait(.milliseconds(250)))
        #expect(run.hear().step == .wait(.milliseconds(250)))
    }

    @Test func opensAnewWhenOverrunsNeverEnd() {
        var run = Run()
        run.stream()
        for _ in 0..<CaptureMachine.restartLimit {
            #expect(run.take(.failed(PCMFault(EPIPE))).step == .restart)
            run.take(.done)
        }
        #expect(run.take(.failed(PCMFault(EPIPE))).step == .close)
    }

    @Test func asksASleptDeviceUntilItIsReady() {
        var run = Run()
        run.stream()
        #expect(run.take(.failed(PCMFault(ESTRPIPE))) == .init(notices: [.gap(.suspended)], step: .resume))
        for _ in 0..<3 {
            #expect(run.take(.failed(PCMFault(EAGAIN))).step == .pause(.milliseconds(200)))
            #expect(run.take(.done).step == .resume)
        }
        #expect(run.take(.done).step == .wait(.milliseconds(250)))
    }

    @Test func startsASleptDeviceAnewThatCannotGoOn() {
        var run = Run()
        run.stream()
        run.take(.failed(PCMFault(ESTRPIPE)))
        #expect(run.take(.failed(PCMFault(ENOSYS))).step == .restart)
        #expect(run.take(.done).step == .wait(.milliseconds(250)))
    }

    @Test(arguments: [ENODEV, EIO, EBADFD, ENODATA, ENOTTY])
    func closesALostDeviceAndComesBackToIt(code: Int32) {
        var run = Run()
        run.stream()
        let fault = PCMFault(code)
        #expect(run.take(.failed(fault)) == .init(notices: [.gap(.lostDevice), .lost("mic", fault)], step: .close))
        #expect(run.take(.done).step == .pause(.milliseconds(500)))
        #expect(run.take(.done).step == .open("mic"))
        #expect(run.take(.opened(period: .milliseconds(16))).notices == [.listening("mic")])
    }

    @Test func takesTheStandInAndGoesBackToThePreferredDevice() {
        var run = Run(standIn: "default")
        run.stream()
        run.take(.failed(PCMFault(ENODEV)))
        run.take(.done)
        run.take(.done)
        #expect(run.take(.failed(PCMFault(ENODEV, while: .opening))).step == .open("default"))
        #expect(run.take(.opened(period: .milliseconds(16))).notices == [.listening("default")])
        #expect(run.hear().step == .wait(.milliseconds(250)))
        run.now += .seconds(5)
        #expect(run.hear().step == .changeOver("mic"))
        // Not there yet: the stand-in goes on, and it is looked for again later.
        #expect(run.take(.failed(PCMFault(ENODEV, while: .opening))).step == .wait(.milliseconds(250)))
        #expect(run.hear().step == .wait(.milliseconds(250)))
        run.now += .seconds(5)
        #expect(run.hear().step == .changeOver("mic"))
        #expect(run.take(.opened(period: .milliseconds(16))).notices == [.gap(.changedDevice), .listening("mic")])
        run.now += .seconds(5)
        #expect(run.hear().step == .wait(.milliseconds(250)))
    }

    @Test func tellsThatADeviceStallsAndOpensItAnewInTheEnd() {
        var run = Run()
        run.stream()
        var notices: [CaptureMachine.Notice] = []
        var step = CaptureMachine.Step.wait(.zero)
        var time = Duration.zero
        while step != .close, time < .seconds(60) {
            let turn = run.take(.timedOut, after: .milliseconds(250))
            time += .milliseconds(250)
            notices += turn.notices
            step = turn.step
        }
        #expect(notices == [.stalled("mic"), .gap(.lostDevice), .lost("mic", PCMFault(ETIMEDOUT))])
        #expect(time == .seconds(10))
    }

    @Test func tellsThatAStalledDeviceIsBack() {
        var run = Run()
        run.stream()
        for _ in 0..<5 { run.take(.timedOut, after: .milliseconds(250)) }
        #expect(run.hear().notices == [.listening("mic")])
        #expect(run.hear().notices.isEmpty)
    }

    @Test func tellsOnceThatADeviceIsMutedAndThatItIsNoMore() {
        var run = Run()
        run.stream()
        let notices = (0..<200).map { _ in run.hear(isSilent: true).notices }
        #expect(notices.flatMap { $0 } == [.muted("mic")])
        // A second of zeros has 63 periods of 16 ms.
        #expect(notices.firstIndex { !$0.isEmpty } == 62)
        #expect(run.hear().notices == [.listening("mic")])
    }

    @Test func aFalseAlarmIsNoSpin() {
        var run = Run()
        run.stream()
        run.take(.ready)
        #expect(run.take(.sound(.zero, isSilent: true)).step == .pause(.milliseconds(4)))
        #expect(run.take(.done).step == .wait(.milliseconds(250)))
        #expect(run.take(.failed(PCMFault(EINTR))).step == .wait(.milliseconds(250)))
    }
}
