#pragma once

#include "services/billing/rights.h"
#include "services/platform/clock.h"
#include "tests/support/testdatabase.h"
#include "tests/ui/support/scripteddialogs.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formfield.h"

#include <QApplication>

namespace Orion
{

// What a page needs, on a database of its own: made anew for each test.
class ConsoleFixture
{
public:
    explicit ConsoleFixture(const QString &role = QStringLiteral("orion_admin"))
        : pool(db.settings(role), QStringLiteral("test"), 2)
        , runner(pool)
        , rights(readRights(*db.open(role)).value_or(Rights{}))
    {}

    PageContext context() { return {runner, rights, clock, theme, dialogs}; }

    TestDatabase db;
    SessionPool pool;
    ServiceRunner runner;
    Rights rights;
    SystemClock clock;
    Theme theme{*static_cast<QApplication *>(qApp), ThemeMode::Light};
    ScriptedDialogs dialogs;
};

// The visible control that a person would find by its label.
template <typename T>
T *control(const QWidget *parent, const QString &label)
{
    for (T *found : parent->findChildren<T *>()) {
        if (found->accessibleName() == label)
            return found;
    }
    return nullptr;
}

// The line of a form around a control.
inline FormField *lineOf(const QWidget *control)
{
    for (QWidget *parent = control->parentWidget(); parent; parent = parent->parentWidget()) {
        if (auto *line = qobject_cast<FormField *>(parent))
            return line;
    }
    return nullptr;
}

} // namespace Orion
