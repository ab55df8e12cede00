#include "app/console/demo/demosession.h"

#include "app/console/demo/childprogram.h"
#include "app/console/demo/demopreparation.h"
#include "app/console/demo/freeport.h"
#include "services/platform/clock.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <thread>

using namespace std::chrono_literals;

namespace Orion
{

namespace
{

constexpr quint16 usualCompanionPort = 8000;
constexpr auto readyTimeout = 60s;
constexpr auto readyInterval = 200ms;

Secret randomSecret(const QByteArray &prefix)
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return Secret(
        prefix +
        QByteArray(reinterpret_cast<const char *>(words.data()), qsizetype(sizeof words)).toHex());
}

// What is configured for real programs on this computer stays out of the demo.
QProcessEnvironment cleanEnvironment(const QString &noConfiguration)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(QLatin1String("STRIPE_")) || name.startsWith(QLatin1String("ORION_")) ||
            name == QLatin1String("DATABASE_URL") || name == QLatin1String("DATABASE_URL_FILE") ||
            name == QLatin1String("CREDENTIALS_DIRECTORY"))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("ORION_CONFIG_FILE"), noConfiguration);
    return environment;
}

} // namespace

struct DemoSession::Private
{
    Private(DemoSession *session, const Clock &time, DemoSessionOptions given);

    void prepare();
    void notePrepared(Result<PreparedDemo> result);
    void startCompanion();
    void startSandbox();
    void askWhetherReady();
    void judgeReadiness(bool isReady);
    void fail(const Error &error);
    void releaseWhenAllEnded();
    void join();

    QString program(const char *name) const;

    DemoSession *q;
    const Clock &clock;
    DemoSessionOptions options;
    QTemporaryDir folder;
    std::unique_ptr<QLockFile> lock;
    Secret stripeKey = randomSecret("sk_test_demo");
    Secret webhookSecret = randomSecret("whsec_");
    Secret tokenSecret = randomSecret({});
    std::thread worker; // one slow step at a time
    bool isWorking = false;
    bool isStopping = false;
    bool isStopped = false;
    PreparedDemo prepared;
    DemoAddresses addresses;
    QNetworkAccessManager network;
    QDeadlineTimer readyDeadline;
    ChildProgram companion{QStringLiteral("The demo's companion"),
                           QStringLiteral("companion ready on ")};
    ChildProgram sandbox{QStringLiteral("The demo's Stripe sandbox"),
                         QStringLiteral("sandbox ready on ")};
};

DemoSession::Private::Private(DemoSession *session, const Clock &time, DemoSessionOptions given)
    : q(session)
    , clock(time)
    , options(std::move(given))
{
    if (options.folder.isEmpty())
        options.folder = defaultFolder();
    if (options.programs.isEmpty())
        options.programs = QCoreApplication::applicationDirPath();
    const auto passOn = [this](const Error &error) { fail(error); };
    QObject::connect(&companion, &ChildProgram::failed, q, passOn);
    QObject::connect(&sandbox, &ChildProgram::failed, q, passOn);
    QObject::connect(&companion, &ChildProgram::ended, q, [this] { releaseWhenAllEnded(); });
    QObject::connect(&sandbox, &ChildProgram::ended, q, [this] { releaseWhenAllEnded(); });
    QObject::connect(&companion, &ChildProgram::ready, q, [this](const QString &address) {
        addresses.companion = QUrl(address);
        startSandbox();
    });
    QObject::connect(&sandbox, &ChildProgram::ready, q, [this](const QString &address) {
        addresses.sandbox = QUrl(address);
        readyDeadline = QDeadlineTimer(readyTimeout);
        askWhetherReady();
    });
}

QString DemoSession::Private::program(const char *name) const
{
    return QDir(options.programs).filePath(QString::fromLatin1(name));
}

void DemoSession::Private::prepare()
{
    isWorking = true;
    const QDateTime now = clock.now();
    const QString seedFile = folder.filePath(QStringLiteral("stripe.json"));
    worker = std::thread([session = q, this, now, seedFile, wanted = options] {
        const auto tell = [session](const QString &text) {
            QMetaObject::invokeMethod(session, [session, text] { Q_EMIT session->step(text); });
        };
        auto result =
            std::make_shared<Result<PreparedDemo>>(prepareDemo(wanted, now, seedFile, tell));
        QMetaObject::invokeMethod(
            session, [this, result] { notePrepared(std::move(*result)); }, Qt::QueuedConnection);
    });
}

void DemoSession::Private::notePrepared(Result<PreparedDemo> result)
{
    join();
    if (result)
        prepared = std::move(*result);
    if (isStopping)
        releaseWhenAllEnded();
    else if (!result)
        fail(result.error());
    else
        startCompanion();
}

void DemoSession::Private::startCompanion()
{
    Q_EMIT q->step(QStringLiteral("Starting the companion"));
    addresses.database = prepared.cluster->settings(QStringLiteral("orion_admin"));
    addresses.vendorCode = prepared.vendorCode;
    QProcessEnvironment environment =
        cleanEnvironment(folder.filePath(QStringLiteral("companion.conf")));
    const auto set = [&environment](const char *name, const QByteArray &value) {
        environment.insert(QString::fromLatin1(name), QString::fromUtf8(value));
    };
    set("STRIPE_API_BASE", "http://127.0.0.1:" + QByteArray::number(prepared.sandboxPort));
    set("STRIPE_SECRET_KEY", stripeKey.reveal());
    set("STRIPE_WEBHOOK_SECRET", webhookSecret.reveal());
    set("ORION_JWT_SECRET", tokenSecret.reveal());
    set("ORION_LOG", "text");
    companion.start(program("orion-companion"),
                    {QStringLiteral("serve"), QStringLiteral("--embedded"), options.folder,
                     QStringLiteral("--listen"),
                     QStringLiteral("127.0.0.1:%1").arg(freePort(usualCompanionPort))},
                    environment);
}

void DemoSession::Private::startSandbox()
{
    Q_EMIT q->step(QStringLiteral("Starting the Stripe sandbox"));
    const QUrl webhook =
        addresses.companion.resolved(QUrl(QStringLiteral("/api/v1/webhooks/stripe")));
    sandbox.start(program("orion-stripe-sandbox"),
                  {QStringLiteral("--port"), QString::number(prepared.sandboxPort),
                   QStringLiteral("--live"), QStringLiteral("--seed-file"),
                   folder.filePath(QStringLiteral("stripe.json")), QStringLiteral("--webhook-url"),
                   webhook.toString(), QStringLiteral("--webhook-secret"),
                   QString::fromLatin1(webhookSecret.reveal())},
                  cleanEnvironment(folder.filePath(QStringLiteral("sandbox.conf"))));
}

void DemoSession::Private::askWhetherReady()
{
    if (isStopping)
        return;
    QNetworkRequest request(addresses.companion.resolved(QUrl(QStringLiteral("/readyz"))));
    request.setTransferTimeout(5000);
    QNetworkReply *reply = network.get(request);
    QObject::connect(reply, &QNetworkReply::finished, q, [this, reply] {
        reply->deleteLater();
        judgeReadiness(reply->error() == QNetworkReply::NoError);
    });
}

void DemoSession::Private::judgeReadiness(bool isReady)
{
    if (isStopping)
        return;
    if (isReady)
        Q_EMIT q->ready(addresses);
    else if (readyDeadline.hasExpired())
        fail({ErrorCode::Timeout,
              QStringLiteral("The demo's companion does not get ready. Close the demo and start "
                             "it again."),
              addresses.companion.toString()});
    else
        QTimer::singleShot(readyInterval, q, [this] { askWhetherReady(); });
}

void DemoSession::Private::fail(const Error &error)
{
    if (!isStopping)
        Q_EMIT q->failed(error);
}

void DemoSession::Private::releaseWhenAllEnded()
{
    if (!isStopping || isStopped || isWorking || companion.isRunning() || sandbox.isRunning())
        return;
    if (!prepared.cluster) {
        isStopped = true;
        lock.reset();
        Q_EMIT q->stopped();
        return;
    }
    isWorking = true;
    worker = std::thread([this] {
        prepared.cluster.reset();
        QMetaObject::invokeMethod(
            q,
            [this] {
                join();
                releaseWhenAllEnded();
            },
            Qt::QueuedConnection);
    });
}

void DemoSession::Private::join()
{
    if (worker.joinable())
        worker.join();
    isWorking = false;
}

DemoSession::DemoSession(const Clock &clock, DemoSessionOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, clock, std::move(options)))
{}

DemoSession::~DemoSession()
{
    d->isStopping = true;
    // Both are asked before either is waited for, when the members go.
    d->companion.stop();
    d->sandbox.stop();
    d->join();
}

void DemoSession::start()
{
    const QFileInfo target(d->options.folder);
    QDir().mkpath(target.absolutePath());
    d->lock = std::make_unique<QLockFile>(target.absoluteFilePath() + QStringLiteral(".lock"));
    d->lock->setStaleLockTime(0);
    const bool isLocked = d->lock->tryLock(0);
    if (isLocked && d->folder.isValid()) {
        d->prepare();
        return;
    }
    const Error error =
        d->folder.isValid()
            ? Error{ErrorCode::Conflict,
                    QStringLiteral("The demo cannot have its folder %1: another demo runs there, "
                                   "or it may not be written to.")
                        .arg(d->options.folder),
                    {}}
            : Error{ErrorCode::Unavailable,
                    QStringLiteral("The demo needs a folder for temporary files. Check TMPDIR."),
                    d->folder.errorString()};
    QMetaObject::invokeMethod(
        this, [this, error] { d->fail(error); }, Qt::QueuedConnection);
}

void DemoSession::stop()
{
    if (d->isStopping)
        return;
    d->isStopping = true;
    Q_EMIT step(QStringLiteral("Stopping the demo"));
    d->companion.stop();
    d->sandbox.stop();
}

const Secret &DemoSession::stripeKey() const
{
    return d->stripeKey;
}

QString DemoSession::defaultFolder()
{
    return QFileInfo(EmbeddedCluster::defaultFolder()).dir().filePath(QStringLiteral("demo"));
}

} // namespace Orion
