module gorm.io/plugin/optimisticlock

go 1.25.0
