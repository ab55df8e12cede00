#pragma once

#include "models/domain/result.h"
#include "services/database/connectionsettings.h"

#include <QString>

#include <chrono>
#include <memory>

namespace Orion
{

struct EmbeddedOptions
{
    bool durable = true; // false: fsync off, for tests only
    std::chrono::seconds startTimeout{60};
    std::chrono::seconds stopTimeout{30};
};

// A private PostgreSQL in a folder: made at the first start, reached only over a unix socket in a
// folder that nobody else may enter, shared by every program that starts it with the same folder.
// The last of them stops it. Programs and servers that were killed leave nothing that the next
// start does not put right.
//
// Run by root, the server runs as the system's postgres user. Calls block; use it from a thread
// that may wait (the first start takes a second or two). Owned by whoever started it.
class EmbeddedCluster
{
public:
    // $XDG_DATA_HOME/orion-billing/postgres; for root /var/lib/orion-billing/postgres.
    static QString defaultFolder();

    // Makes the cluster if there is none, starts it if it does not run, makes the roles and the
    // database "orion". Errors: ConfigurationInvalid (PostgreSQL missing, another version's folder,
    // a folder that cannot be used), DatabaseUnavailable (it does not come up; see the log).
    static Result<std::unique_ptr<EmbeddedCluster>> start(const QString &folder,
                                                          const EmbeddedOptions &options = {});

    // As release(), without its answer.
    ~EmbeddedCluster();

    EmbeddedCluster(const EmbeddedCluster &) = delete;
    EmbeddedCluster &operator=(const EmbeddedCluster &) = delete;

    // Leaves the cluster; the last one out stops it and waits for that. Idempotent.
    Result<void> release();

    // How to connect to the database "orion" as one of the roles (orion_admin …).
    ConnectionSettings settings(const QString &role = QStringLiteral("orion_owner")) const;

    // The same as the superuser, to the database "postgres": maintenance and tests.
    ConnectionSettings superuserSettings() const;

    QString folder() const;
    QString logFile() const;

private:
    struct State;
    explicit EmbeddedCluster(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace Orion
