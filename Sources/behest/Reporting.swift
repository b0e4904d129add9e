internal import ArgumentParser
internal import BehestAudio
internal import FoundationEssentials

/// Does a command's work; an error becomes one sentence on standard error and the exit code for failure.
///
/// - Throws: `ExitCode`, and ArgumentParser's own errors for misuse.
func reporting(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let error as ExitCode {
        throw error
    } catch let error as ValidationError {
        throw error
    } catch is CancellationError {
        throw ExitCode.interrupted
    } catch let error as PackProblems {
        FindingsText(environment: ProcessInfo.processInfo.environment).show(error.findings)
        StandardError.write("behest: \(error)")
        throw ExitCode.failure
    } catch let error as ConfigurationProblems {
        FindingsText(environment: ProcessInfo.processInfo.environment).show(error)
        StandardError.write("behest: \(error)")
        throw ExitCode.failure
    } catch let error as AudioError where error.code == .missingDevice && !InputDevice.all().contains(where: \.isUsable)
    {
        StandardError.write("behest: \(NoMicrophone(reason: error.message))")
        throw ExitCode.failure
    } catch {
        StandardError.write("behest: \(error)")
        throw ExitCode.failure
    }
}
