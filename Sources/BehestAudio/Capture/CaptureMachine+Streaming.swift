internal import Glibc

extension CaptureMachine {
    /// What comes of the steps while a device is captured.
    mutating func streaming(_ outcome: Outcome, _ now: ContinuousClock.Instant) -> Turn {
        switch outcome {
        case .ready: return Turn(step: .read)
        case .sound(.zero, _):
            // A wait that ends too early, again and again, must not become a spin.
            var turn = watch(now)
            if turn.step != .close, let stream { turn.step = .pause(stream.period / 4) }
            return turn
        case .sound(let duration, let isSilent): return heard(duration, isSilent, now)
        case .timedOut: return watch(now)
        case .opened(let period): return changedOver(period, now)
        case .done: return goOn()
        case .failed(let fault): return failed(fault, now)
        }
    }

    private mutating func heard(_ duration: Duration, _ isSilent: Bool, _ now: ContinuousClock.Instant) -> Turn {
        guard var current = stream else { return goOn() }
        var notices: [Notice] = []
        current.lastSound = now
        current.restarts = 0
        pause = Self.backOff.lowerBound
        current.silence = isSilent ? current.silence + duration : .zero
        let trouble: Stream.Trouble = current.silence >= Self.mutedAfter ? .muted : .none
        if trouble != current.trouble {
            // A device that stalled is back, though what it gives may be silence.
            notices.append(trouble == .muted ? .muted(current.device) : .listening(current.device))
        }
        current.trouble = trouble
        let mustLook = current.device != settings.preferred && now >= current.nextLook
        if mustLook { current.nextLook = now + Self.lookEvery }
        stream = current
        var turn = mustLook ? Turn(step: .changeOver(settings.preferred)) : goOn()
        turn.notices = notices
        return turn
    }

    private mutating func watch(_ now: ContinuousClock.Instant) -> Turn {
        guard var current = stream else { return goOn() }
        let nothing = now - current.lastSound
        guard nothing < max(Self.hopelessAfter, current.period * 8) else { return lose(PCMFault(ETIMEDOUT)) }
        let isStalled = nothing >= max(Self.stalledAfter, current.period * 4)
        var notices: [Notice] = []
        if isStalled, current.trouble != .stalled {
            notices.append(.stalled(current.device))
            current.trouble = .stalled
            stream = current
        }
        var turn = goOn()
        turn.notices = notices
        return turn
    }

    private mutating func changedOver(_ period: Duration, _ now: ContinuousClock.Instant) -> Turn {
        stream = Stream(device: settings.preferred, period: period, lastSound: now, nextLook: now)
        var turn = goOn()
        turn.notices = [.gap(.changedDevice), .listening(settings.preferred)]
        return turn
    }

    private mutating func failed(_ fault: PCMFault, _ now: ContinuousClock.Instant) -> Turn {
        // The preferred device is not back: the stand-in goes on.
        guard fault.stage == .running else { return goOn() }
        switch fault.code {
        case EINTR, EAGAIN: return watch(now)
        case EPIPE:
            guard let restarts = stream?.restarts, restarts < Self.restartLimit else { return lose(fault) }
            stream?.restarts += 1
            state = .restarting
            return Turn(notices: [.gap(.overrun)], step: .restart)
        case ESTRPIPE:
            state = .resuming(attempt: 1, isPausing: false)
            return Turn(notices: [.gap(.suspended)], step: .resume)
        default: return lose(fault)
        }
    }

    /// What comes of an attempt to go on after the machine has slept, or of the pause after it.
    mutating func resuming(_ outcome: Outcome, attempt: Int, isPausing: Bool, _ now: ContinuousClock.Instant) -> Turn {
        if isPausing {
            state = .resuming(attempt: attempt + 1, isPausing: false)
            return Turn(step: .resume)
        }
        switch outcome {
        case .failed(let fault) where fault.code == EAGAIN && attempt < Self.resumeLimit:
            state = .resuming(attempt: attempt, isPausing: true)
            return Turn(step: .pause(.milliseconds(200)))
        case .failed:
            // Not every driver can resume, but all can begin anew.
            state = .restarting
            return Turn(step: .restart)
        default:
            // How long the machine slept is not how long the device has been silent.
            stream?.lastSound = now
            return goOn()
        }
    }
}
