#pragma once

#include "models/domain/result.h"
#include "services/database/connectionsettings.h"
#include "services/platform/secret.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace Orion
{

class Clock;

// Where the running demo is. Holds no secret.
struct DemoAddresses
{
    ConnectionSettings database; // as orion_admin, over the private socket
    QUrl companion;
    QUrl sandbox;       // the stand-in for Stripe
    QString vendorCode; // a vendor whose billing page makes a good first look
};

struct DemoSessionOptions
{
    QString folder;   // the embedded cluster's; empty: the demo's own default
    QString programs; // where companion and sandbox are; empty: beside this program
    qint64 vendors = 150;
    int months = 18;
    qint64 seed = 1;
};

// The whole demo: an embedded cluster with demo data not older than a day, a live Stripe sandbox
// and a companion as child processes. Owned by the program's composition; lives on the main
// thread with its event loop and blocks it nowhere, the slow steps run on a thread of its own.
// Children notice the end of this process, however it ends, and end too.
class DemoSession : public QObject
{
    Q_OBJECT

public:
    // The clock outlives the session.
    DemoSession(const Clock &clock, DemoSessionOptions options, QObject *parent = nullptr);
    ~DemoSession() override; // as stop(), and waits for it, usually a second or two

    void start(); // once
    void stop();  // asks everything to end; stopped() follows. Idempotent

    // The key that the sandbox knows this program by; a new one each session.
    const Secret &stripeKey() const;

    // …/orion-billing/demo in the user's data folder, apart from a real embedded database.
    static QString defaultFolder();

Q_SIGNALS:
    void step(const QString &text); // for a start-up screen
    void ready(const Orion::DemoAddresses &addresses);
    void failed(const Orion::Error &error); // at the start, or later when a child died
    void stopped();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Orion
