#pragma once

#include "models/domain/result.h"

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace Orion
{

// Turns SIGTERM and SIGINT (Ctrl+C) into a Qt signal, so that a program ends by its own means:
//
//   TerminationSignals signals;
//   connect(&signals, &TerminationSignals::requested, &app, [&] { server.drain(); app.quit(); });
//   if (const auto watching = signals.watch(); !watching) …
//
// Lives on a thread with an event loop, usually main's; at most one object watches at a time, for
// signals belong to the process. Threads and children need no care: nothing is blocked. When it
// is destroyed, the signals have their default effect again.
class TerminationSignals : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

    // Errors: Conflict when another object watches already, Internal without file descriptors.
    Result<void> watch();

Q_SIGNALS:
    void requested(int signalNumber); // at every signal, also at a second one

private:
    void readSignals();

    int m_readEnd = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Orion
