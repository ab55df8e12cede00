#pragma once

#include "services/database/session.h"

#include <QString>

#include <memory>

namespace Orion
{

class TestCluster;

// A database of its own for one test: a clone of the migrated template, dropped at the end. Tests
// that use it are added with orion_database_test() in CMake. Any thread may ask for settings; the
// session belongs to the thread that first asks for it.
//
//     TestDatabase db;                     // in the test function, or a member made in init()
//     db.session().execute(…);             // as orion_owner
//     auto finance = db.open(QStringLiteral("orion_finance"));
//
// Aborts the test program with the reason when PostgreSQL cannot be started.
class TestDatabase
{
public:
    enum class Contents
    {
        Migrated, // the schema with its default tiers and add-ons
        Empty,    // a database owned by orion_owner without a schema: for tests of the migrator
    };

    explicit TestDatabase(Contents contents = Contents::Migrated);
    ~TestDatabase();

    TestDatabase(const TestDatabase &) = delete;
    TestDatabase &operator=(const TestDatabase &) = delete;

    // How to connect as one of the roles; "postgres" is the superuser.
    ConnectionSettings settings(const QString &role = QStringLiteral("orion_owner")) const;

    // libpq conninfo of the same: for DATABASE_URL and --database of a program under test.
    QString conninfo(const QString &role = QStringLiteral("orion_owner")) const;

    // A session as orion_owner, opened at the first call.
    Session &session();

    // Another session; the test aborts when it does not open.
    std::unique_ptr<Session> open(const QString &role = QStringLiteral("orion_owner")) const;

    // The first column of the first row, as text; empty when there is none. For assertions.
    QString value(const QString &sql, const QVariantList &arguments = {});

    QString name() const { return m_name; }

private:
    std::shared_ptr<TestCluster> m_cluster;
    QString m_name;
    std::unique_ptr<Session> m_session;
};

} // namespace Orion
